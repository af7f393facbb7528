#include "page/json_ld.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace hudna::page {
namespace {

// schema.org graphs of pages are some ten levels deep.
constexpr int kDepth = 64;
constexpr std::size_t kAuthors = 32;
// Entries of a live blog; one of several days has some hundred.
constexpr std::size_t kUpdates = 2000;

struct Node {
  std::string type;
  JsonString headline, name, published, modified, publisher, body, language, url;
  std::vector<JsonString> authors;
  int accessible = -1;
};

bool ends_with(std::string_view s, std::string_view tail) {
  return s.size() >= tail.size() && s.substr(s.size() - tail.size()) == tail;
}

class Scanner {
 public:
  Scanner(std::string_view page, std::size_t begin, std::size_t end, JsonLd* out)
      : page_(page), at_(begin), end_(end), out_(out) {}

  void run() {
    // Some sites wrap the script in a CDATA mark or an HTML comment.
    while (at_ < end_ && page_[at_] != '{' && page_[at_] != '[') ++at_;
    while (at_ < end_) {
      const std::size_t before = at_;
      value(0, nullptr, {});
      blank();
      if (at_ < end_ && (page_[at_] == ',' || page_[at_] == ';')) ++at_;
      if (at_ == before) break;
    }
  }

 private:
  void blank() {
    while (at_ < end_ && static_cast<unsigned char>(page_[at_]) <= ' ') ++at_;
  }

  JsonString string() {
    JsonString out;
    ++at_;
    out.begin = static_cast<std::uint32_t>(at_);
    while (at_ < end_ && page_[at_] != '"') {
      if (page_[at_] == '\\' && at_ + 1 < end_) {
        const char e = page_[at_ + 1];
        at_ += 2;
        switch (e) {
          case 'n':
          case 'r':
            out.value.push_back('\n');
            break;
          case 't':
            out.value.push_back(' ');
            break;
          case 'b':
          case 'f':
            break;
          case 'u': {
            char32_t c = hex4(at_);
            at_ = std::min(at_ + 4, end_);
            if (c >= 0xD800 && c < 0xDC00 && at_ + 6 <= end_ && page_[at_] == '\\' && page_[at_ + 1] == 'u') {
              const char32_t low = hex4(at_ + 2);
              if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at_ += 6;
              }
            }
            base::append_utf8(&out.value, c >= 0xD800 && c < 0xE000 ? base::kReplacement : c);
            break;
          }
          default:
            out.value.push_back(e);
        }
      } else {
        const std::size_t run = at_;
        while (at_ < end_ && page_[at_] != '"' && page_[at_] != '\\') ++at_;
        out.value.append(page_.substr(run, at_ - run));
        if (at_ == run) ++at_;  // a lone backslash at the very end
      }
    }
    out.end = static_cast<std::uint32_t>(at_);
    if (at_ < end_) ++at_;
    return out;
  }

  char32_t hex4(std::size_t at) const {
    char32_t v = 0;
    for (std::size_t i = at; i < at + 4 && i < end_; ++i) {
      const char c = page_[i];
      v = v * 16 + static_cast<char32_t>(c >= '0' && c <= '9'                 ? c - '0'
                                         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                                              : 0);
    }
    return v;
  }

  // Skips a value without keeping anything; no recursion.
  void skip() {
    int depth = 0;
    do {
      blank();
      if (at_ >= end_) return;
      const char c = page_[at_];
      if (c == '"') {
        ++at_;
        while (at_ < end_ && page_[at_] != '"') at_ += page_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_ + 1, end_);
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return;
        --depth;
        ++at_;
      } else if (c == ',' || c == ':') {
        if (depth == 0) return;
        ++at_;
      } else {
        while (at_ < end_ && page_[at_] != ',' && page_[at_] != '}' && page_[at_] != ']' &&
               page_[at_] != ':' && page_[at_] != '"' && page_[at_] != '{' && page_[at_] != '[')
          ++at_;
      }
    } while (depth > 0);
  }

  // `parent` is the node whose `key` this value is; null at the top.
  void value(int depth, Node* parent, std::string_view key) {
    blank();
    if (at_ >= end_) return;
    const char c = page_[at_];
    if (depth > kDepth) return skip();
    if (c == '{') return object(depth, parent, key);
    if (c == '[') {
      ++at_;
      for (;;) {
        blank();
        if (at_ >= end_) return;
        if (page_[at_] == ']') {
          ++at_;
          return;
        }
        const std::size_t before = at_;
        if (page_[at_] != ',') value(depth + 1, parent, key);
        blank();
        if (at_ < end_ && page_[at_] == ',') ++at_;
        if (at_ == before) ++at_;
      }
    }
    if (c == '"') {
      JsonString s = string();
      if (parent != nullptr) assign(parent, key, std::move(s));
      return;
    }
    const std::size_t begin = at_;
    while (at_ < end_ && page_[at_] != ',' && page_[at_] != '}' && page_[at_] != ']') ++at_;
    if (parent != nullptr && key == "isAccessibleForFree")
      parent->accessible = page_.substr(begin, 5) == "false" ? 0 : 1;
  }

  static void assign(Node* node, std::string_view key, JsonString s) {
    if (s.value.empty()) return;
    const auto put = [&](JsonString* to) {
      if (to->value.empty()) *to = std::move(s);
    };
    if (key == "@type") {
      if (!node->type.empty()) node->type.push_back(' ');
      node->type += s.value;
    } else if (key == "headline") {
      put(&node->headline);
    } else if (key == "name") {
      put(&node->name);
    } else if (key == "datePublished" || key == "dateCreated" || key == "uploadDate") {
      // Creation stands in for publication only where that is not stated; it comes later or not at all.
      if (key == "datePublished" || node->published.value.empty()) node->published = std::move(s);
    } else if (key == "dateModified") {
      put(&node->modified);
    } else if (key == "articleBody") {
      put(&node->body);
    } else if (key == "inLanguage") {
      put(&node->language);
    } else if (key == "url") {
      put(&node->url);
    } else if (key == "author" || key == "creator") {
      if (node->authors.size() < kAuthors && key == "author") node->authors.push_back(std::move(s));
    } else if (key == "publisher") {
      put(&node->publisher);
    } else if (key == "isAccessibleForFree") {
      std::string v;
      for (char ch : s.value) v.push_back(static_cast<char>(ch | 32));
      node->accessible = v == "false" || v == "no" ? 0 : 1;
    }
  }

  void object(int depth, Node* parent, std::string_view parent_key) {
    ++at_;
    Node node;
    for (;;) {
      blank();
      if (at_ >= end_) break;
      if (page_[at_] == '}') {
        ++at_;
        break;
      }
      if (page_[at_] != '"') {
        ++at_;
        continue;
      }
      const JsonString key = string();
      blank();
      if (at_ < end_ && page_[at_] == ':') ++at_;
      static constexpr std::string_view kWanted[] = {"@type",          "headline",    "name",
                                                     "datePublished",  "dateCreated", "dateModified",
                                                     "articleBody",    "inLanguage",  "url",
                                                     "author",         "publisher",   "isAccessibleForFree",
                                                     "@graph",         "mainEntity",  "mainEntityOfPage",
                                                     "liveBlogUpdate", "hasPart",     "itemListElement",
                                                     "isPartOf"};
      if (std::find(std::begin(kWanted), std::end(kWanted), key.value) == std::end(kWanted) ||
          key.value == "itemListElement" || key.value == "isPartOf") {
        skip();
      } else {
        value(depth + 1, &node, key.value);
      }
      blank();
      if (at_ < end_ && page_[at_] == ',') ++at_;
    }
    // A nested node is a value of its parent, or an article of its own.
    if (parent != nullptr && parent_key == "author" && !node.name.value.empty() &&
        parent->authors.size() < kAuthors) {
      // A node may list several names in one string; that is for the field reader to part.
      // An organisation that the page names as its author is kept: that is what the page states.
      parent->authors.push_back(node.name);
      return;
    }
    if (parent != nullptr && parent_key == "publisher") {
      if (parent->publisher.value.empty()) parent->publisher = node.name;
      return;
    }
    if (parent != nullptr && parent_key == "hasPart") {
      return;
    }
    if (parent != nullptr && parent_key == "liveBlogUpdate") {
      if (out_->updates.size() < kUpdates && !node.published.value.empty()) {
        if (node.headline.value.empty()) node.headline = std::move(node.name);
        out_->updates.push_back({std::move(node.headline), std::move(node.published), std::move(node.body)});
      }
      return;
    }
    take(node);
  }

  void take(const Node& node) {
    const bool live = node.type.find("LiveBlogPosting") != std::string::npos;
    const bool article = live || node.type.find("Article") != std::string::npos ||
                         node.type.find("BlogPosting") != std::string::npos ||
                         ends_with(node.type, "Report") ||
                         node.type.find("SocialMediaPosting") != std::string::npos;
    const bool page =
        node.type.find("WebPage") != std::string::npos || node.type.find("VideoObject") != std::string::npos;
    if (live) out_->live_blog = true;
    if (!article && !page) {
      if ((node.type.find("Organization") != std::string::npos || node.type == "NewsMediaOrganization") &&
          out_->publisher.value.empty())
        out_->publisher = node.name;
      return;
    }
    const bool replace = article && !out_->article;
    const auto put = [&](JsonString* to, const JsonString& from) {
      if (!from.value.empty() && (to->value.empty() || replace)) *to = from;
    };
    put(&out_->headline, node.headline);
    if (article && node.headline.value.empty()) put(&out_->headline, node.name);
    put(&out_->published, node.published);
    put(&out_->modified, node.modified);
    put(&out_->publisher, node.publisher);
    put(&out_->body, node.body);
    put(&out_->language, node.language);
    put(&out_->url, node.url);
    if (article && !node.authors.empty() && (out_->authors.empty() || replace)) out_->authors = node.authors;
    if (node.accessible >= 0 && (out_->accessible < 0 || replace)) out_->accessible = node.accessible;
    if (article && !out_->article) {
      out_->article = true;
      out_->blog = node.type == "BlogPosting";
    }
  }

  std::string_view page_;
  std::size_t at_;
  std::size_t end_;
  JsonLd* out_;
};

}  // namespace

void read_json_ld(std::string_view page, std::uint32_t begin, std::uint32_t end, JsonLd* out) {
  Scanner(page, begin, end, out).run();
}

}  // namespace hudna::page
