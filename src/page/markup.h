// What do the tags and class names of a page say about an element? Tag numbers
// with their layout class, and the marks that words of class, id, role and
// itemprop values set (data/page/markup.toml). Frozen, thread-safe to read.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/data_source.h"
#include "base/result.h"

namespace hudna::page {

enum class Tag : std::uint8_t {
#define HUDNA_TAG(name) name,
#include "page/tags.def"
#undef HUDNA_TAG
  Unknown
};

// The tag of a name in any case; Unknown when it is none of the list.
Tag find_tag(std::string_view name);
bool is_void(Tag tag);
// Starts and ends a block of text.
bool is_block(Tag tag);
// Its content is no text of the page (script, style, svg, …).
bool is_skipped(Tag tag);

enum class Mark : std::uint8_t {
  Comment,
  CommentNot,
  Related,
  Share,
  Nav,
  Footer,
  Aside,
  Ad,
  Promo,
  Caption,
  Credit,
  Gallery,
  Player,
  Byline,
  AuthorBio,
  Date,
  Body,
  Title,
  Standfirst,
  Paywall,
  Hidden,
  Dialog,
  Consent,
  Tags,
  Meta,
  Embed,
  Quote,
  Live,
  Correction,
  Form,
  List,
  Table,
  Figure,
  Count_
};

using Marks = std::uint64_t;
constexpr Marks bit(Mark mark) { return Marks{1} << static_cast<unsigned>(mark); }
constexpr bool has(Marks marks, Mark mark) { return (marks & bit(mark)) != 0; }

class Markup {
 public:
  static base::Result<Markup> load(const base::DataSource& data);
  static const Markup& compiled_in();
  // The marks of one attribute value. Looks at 400 bytes at most.
  Marks marks(std::string_view value) const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Marks marks = 0;
  };
  Marks find(std::uint64_t hash) const {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].hash == hash) return slots_[i].marks;
      if (slots_[i].hash == 0) return 0;
    }
  }
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
};

}  // namespace hudna::page
