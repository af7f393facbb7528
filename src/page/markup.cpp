#include "page/markup.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/check.h"
#include "page/word_hash.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace hudna::page {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Tag::Unknown)> kTagNames = {
#define HUDNA_TAG(name) #name,
#include "page/tags.def"
#undef HUDNA_TAG
};

enum : std::uint8_t { kVoid = 1, kBlock = 2, kSkipped = 4 };
constexpr std::array<std::uint8_t, static_cast<std::size_t>(Tag::Unknown) + 1> kClass = [] {
  std::array<std::uint8_t, static_cast<std::size_t>(Tag::Unknown) + 1> t{};
  const auto set = [&](std::initializer_list<Tag> tags, std::uint8_t flag) {
    for (const Tag tag : tags) t[static_cast<std::size_t>(tag)] |= flag;
  };
  set({Tag::Base, Tag::Br, Tag::Col, Tag::Embed, Tag::Hr, Tag::Img, Tag::Input, Tag::Link, Tag::Meta,
       Tag::Param, Tag::Source, Tag::Track, Tag::Wbr},
      kVoid);
  set({Tag::Address,    Tag::Article,  Tag::Aside,  Tag::Blockquote, Tag::Body,   Tag::Caption, Tag::Center,
       Tag::Dd,         Tag::Details,  Tag::Dialog, Tag::Div,        Tag::Dl,     Tag::Dt,      Tag::Fieldset,
       Tag::Figcaption, Tag::Figure,   Tag::Footer, Tag::Form,       Tag::H1,     Tag::H2,      Tag::H3,
       Tag::H4,         Tag::H5,       Tag::H6,     Tag::Head,       Tag::Header, Tag::Hgroup,  Tag::Hr,
       Tag::Html,       Tag::Legend,   Tag::Li,     Tag::Main,       Tag::Menu,   Tag::Nav,     Tag::Noscript,
       Tag::Ol,         Tag::Optgroup, Tag::Option, Tag::P,          Tag::Pre,    Tag::Search,  Tag::Section,
       Tag::Summary,    Tag::Table,    Tag::Tbody,  Tag::Td,         Tag::Tfoot,  Tag::Th,      Tag::Thead,
       Tag::Tr,         Tag::Ul,       Tag::Xmp,    Tag::Button,     Tag::Select, Tag::Video,   Tag::Audio,
       Tag::Iframe,     Tag::Title},
      kBlock);
  set({Tag::Script, Tag::Style, Tag::Svg, Tag::Math, Tag::Template, Tag::Iframe, Tag::Noembed, Tag::Noframes,
       Tag::Object, Tag::Canvas, Tag::Textarea, Tag::Select, Tag::Audio, Tag::Video, Tag::Map, Tag::Rp,
       Tag::Noscript},
      kSkipped);
  return t;
}();

// Zero marks a free slot of the table.
std::uint64_t finish(std::uint64_t h) { return h == 0 ? 1 : h; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; }

// Open addressing over the tag names; built once.
struct TagTable {
  struct Slot {
    std::uint64_t key = 0;
    Tag tag = Tag::Unknown;
  };
  std::array<Slot, 512> slots{};
  // Names are at most ten letters, five bits each: an exact key without comparing text.
  static std::uint64_t key(std::string_view name) {
    std::uint64_t k = 1;
    for (const char c : name) {
      const char l = lower(c);
      const std::uint64_t v = l >= 'a' && l <= 'z'   ? static_cast<std::uint64_t>(l - 'a' + 1)
                              : l >= '1' && l <= '6' ? static_cast<std::uint64_t>(l - '1' + 27)
                                                     : 0;
      if (v == 0) return 0;
      k = k << 6 | v;
    }
    return k;
  }
  TagTable() {
    for (std::size_t i = 0; i < kTagNames.size(); ++i) {
      const std::uint64_t k = key(kTagNames[i]);
      std::size_t at = (k * 0x9E3779B97F4A7C15ull) >> 55;
      while (slots[at].key != 0) at = (at + 1) & 511;
      slots[at] = {k, static_cast<Tag>(i)};
    }
  }
};

constexpr std::pair<std::string_view, Mark> kMarkNames[] = {
    {"comment", Mark::Comment},
    {"comment_not", Mark::CommentNot},
    {"related", Mark::Related},
    {"share", Mark::Share},
    {"nav", Mark::Nav},
    {"footer", Mark::Footer},
    {"aside", Mark::Aside},
    {"ad", Mark::Ad},
    {"promo", Mark::Promo},
    {"caption", Mark::Caption},
    {"credit", Mark::Credit},
    {"gallery", Mark::Gallery},
    {"player", Mark::Player},
    {"byline", Mark::Byline},
    {"author_bio", Mark::AuthorBio},
    {"date", Mark::Date},
    {"body", Mark::Body},
    {"title", Mark::Title},
    {"standfirst", Mark::Standfirst},
    {"paywall", Mark::Paywall},
    {"hidden", Mark::Hidden},
    {"dialog", Mark::Dialog},
    {"consent", Mark::Consent},
    {"tags", Mark::Tags},
    {"meta", Mark::Meta},
    {"embed", Mark::Embed},
    {"quote", Mark::Quote},
    {"live", Mark::Live},
    {"correction", Mark::Correction},
};

std::uint64_t hash_of(std::string_view word) {
  const auto one = [](std::string_view part) {
    WordHash h;
    for (const char c : part) h.add(static_cast<unsigned char>(c));
    return h.value();
  };
  // Two words with a hyphen are looked up as a pair.
  const std::size_t hyphen = word.find('-');
  if (hyphen == std::string_view::npos) return finish(one(word));
  return finish(WordHash::pair(one(word.substr(0, hyphen)), one(word.substr(hyphen + 1))));
}

}  // namespace

Tag find_tag(std::string_view name) {
  static const TagTable kTable;
  if (name.empty() || name.size() > 10) return Tag::Unknown;
  const std::uint64_t k = TagTable::key(name);
  if (k == 0) return Tag::Unknown;
  for (std::size_t at = (k * 0x9E3779B97F4A7C15ull) >> 55; kTable.slots[at].key != 0; at = (at + 1) & 511) {
    if (kTable.slots[at].key == k) return kTable.slots[at].tag;
  }
  return Tag::Unknown;
}

bool is_void(Tag tag) { return (kClass[static_cast<std::size_t>(tag)] & kVoid) != 0; }
bool is_block(Tag tag) { return (kClass[static_cast<std::size_t>(tag)] & kBlock) != 0; }
bool is_skipped(Tag tag) { return (kClass[static_cast<std::size_t>(tag)] & kSkipped) != 0; }

Marks Markup::marks(std::string_view value) const {
  value = value.substr(0, 400);
  Marks out = 0;
  WordHash word;
  std::uint64_t last = 0;  // hash of the word before, when it belongs to the same name
  bool open = false, have_last = false;
  char before = ' ';
  const auto close = [&] {
    if (!open) return;
    const std::uint64_t h = word.value();
    out |= find(finish(h));
    if (have_last) out |= find(finish(WordHash::pair(last, h)));
    last = h;
    have_last = true;
    word = WordHash();
    open = false;
  };
  for (const char c : value) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z');
    if (!letter) {
      close();
      // A new class name: pairs do not cross it.
      if (c == ' ' || c == '\t' || c == '\n') have_last = false;
    } else {
      if (upper && before >= 'a' && before <= 'z') close();
      word.add(static_cast<unsigned char>(lower(c)));
      open = true;
    }
    before = c;
  }
  close();
  return out;
}

base::Result<Markup> Markup::load(const base::DataSource& data) {
  Markup m;
  std::vector<Slot> rows;
  for (const base::DataFile& file : data.files("page/")) {
    if (file.path.size() < 5 || file.path.substr(file.path.size() - 5) != ".toml") continue;
    const toml::parse_result parsed = toml::parse(file.bytes, file.path);
    if (!parsed) return base::fail(base::Code::DataBad, file.path, std::string(parsed.error().description()));
    const toml::table* table = parsed.table()["markup"].as_table();
    if (table == nullptr) continue;
    for (const auto& entry : *table) {
      const std::string_view key = entry.first.str();
      const toml::node& node = entry.second;
      const auto* mark = std::find_if(std::begin(kMarkNames), std::end(kMarkNames),
                                      [&](const auto& n) { return n.first == key; });
      if (mark == std::end(kMarkNames) || !node.is_array())
        return base::fail(base::Code::DataBad, file.path,
                          "unknown list of markup words: " + std::string(key));
      for (const toml::node& item : *node.as_array()) {
        const auto word = item.value<std::string_view>();
        if (!word) return base::fail(base::Code::DataBad, file.path, "a markup word must be a string");
        rows.push_back({hash_of(*word), bit(mark->second)});
      }
    }
  }
  std::size_t size = 64;
  while (size < rows.size() * 4) size *= 2;
  m.slots_.resize(size);
  m.mask_ = size - 1;
  for (const Slot& row : rows) {
    std::size_t i = row.hash & m.mask_;
    while (m.slots_[i].hash != 0 && m.slots_[i].hash != row.hash) i = (i + 1) & m.mask_;
    m.slots_[i].hash = row.hash;
    m.slots_[i].marks |= row.marks;
  }
  return m;
}

const Markup& Markup::compiled_in() {
  static const Markup markup = [] {
    auto loaded = load(base::DataSource());
    // The compiled-in data is part of the program; input cannot change it.
    HUDNA_CHECK(loaded.has_value());
    return std::move(*loaded);
  }();
  return markup;
}

}  // namespace hudna::page
