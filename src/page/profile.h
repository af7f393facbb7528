// What does an outlet put on each of its pages? A ProfileLearner looks at the
// Documents of several pages of one outlet and finds the blocks of text that
// stand on many of them; the OutletProfile that it learns is a versioned text
// file (docs/formats/profile.md), and page::read_page takes such blocks out of
// the reporting where it is named. Useful for: outlets that are read often. Not
// for: guessing from the pages of a run: a record must not depend on those.
// OutletProfile: frozen, thread-safe to read. ProfileLearner: one thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/document.h"

namespace hudna::page {

class OutletProfile {
 public:
  struct Block {
    std::string key;  // of its text without case, marks and the value of numbers
    model::BlockType type = model::BlockType::Promo;
    std::uint32_t pages = 0;  // that it stood on
    std::string text;         // its start, for people
    friend bool operator==(const Block&, const Block&) = default;
  };

  // Fails with DataBad: no profile, or of a later version.
  static base::Result<OutletProfile> parse(std::string_view path, std::string_view bytes);
  std::string print() const;

  // Is a page with this address, or without one but with this outlet's name, of the outlet?
  bool fits(std::string_view url, std::string_view outlet) const;
  // What the block with this text is; none when it is not known.
  std::optional<model::BlockType> find(std::string_view text) const;
  // The title without what the outlet adds to each.
  std::string_view without_tail(std::string_view title) const;

  // "profile/lake.example/3f2a…": names the outlet and what the profile holds, as readings carry it.
  const std::string& id() const& { return id_; }
  const std::string& host() const& { return host_; }
  const std::vector<Block>& blocks() const& { return blocks_; }
  const std::string& title_tail() const& { return title_tail_; }

 private:
  friend class ProfileLearner;
  void finish();
  std::string host_, outlet_, title_tail_, id_;
  std::uint32_t pages_ = 0;
  std::vector<Block> blocks_;  // the most frequent first
  std::map<std::string, std::size_t, std::less<>> by_key_;
};

class ProfileLearner {
 public:
  void add(const model::Document& doc);
  // Fails with ArgumentBad where there is too little to learn from: fewer than four different pages of one
  // outlet.
  base::Result<OutletProfile> learn(std::string_view source) const;

 private:
  struct Seen {
    std::uint32_t pages = 0;
    std::uint32_t running = 0;  // pages on which it was running text of the article
    std::array<std::uint32_t, 32> types{};
    std::string text;
  };
  struct Outlet {
    std::uint32_t pages = 0;
    std::map<std::string, Seen> blocks;
    std::map<std::string, std::uint32_t> names, tails;
    std::set<std::string> articles;  // a page that was saved twice counts once
  };
  std::map<std::string, Outlet> outlets_;  // by host, or by name
};

// The host of an address without "www."; empty when there is none.
std::string url_host(std::string_view url);

}  // namespace hudna::page
