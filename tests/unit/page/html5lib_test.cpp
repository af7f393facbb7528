// Does the tokenizer follow the HTML standard? The html5lib suite of
// ../shared/data/html5lib, run in full; skipped where it is absent.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "page/references.h"
#include "page/tokenizer.h"
#include "tests/support/shared.h"

namespace hudna::page {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string lower(std::string s) {
  for (char& c : s) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return s;
}

// The tokens in the suite's own notation, characters joined.
json tokens(std::string_view input, TextState state, const std::string& last) {
  Tokenizer tokenizer(input, false);
  tokenizer.set_state(state, last);
  json out = json::array();
  Token token;
  const auto view = [&](std::uint32_t b, std::uint32_t e) { return tokenizer.view(b, e); };
  while (tokenizer.next(&token)) {
    const std::string_view text = tokenizer.text(token);
    switch (token.kind) {
      case TokenKind::Characters: {
        const bool refs = token.state == TextState::Data || token.state == TextState::Rcdata;
        const Nul nul =
            token.state == TextState::Data || token.state == TextState::Cdata ? Nul::Keep : Nul::Replace;
        const std::string decoded = decode_text(text, refs, false, nul);
        if (!out.empty() && out.back()[0] == "Character") {
          out.back()[1] = out.back()[1].get<std::string>() + decoded;
        } else {
          out.push_back({"Character", decoded});
        }
        break;
      }
      case TokenKind::StartTag: {
        json attributes = json::object();
        for (const Attribute& a : tokenizer.attributes()) {
          const std::string name =
              lower(decode_text(view(a.name_begin, a.name_end), false, false, Nul::Replace));
          if (!attributes.contains(name))
            attributes[name] = decode_text(view(a.value_begin, a.value_end), true, true, Nul::Replace);
        }
        json tag = {"StartTag", lower(decode_text(text, false, false, Nul::Replace)), attributes};
        if (token.self_closing) tag.push_back(true);
        out.push_back(tag);
        break;
      }
      case TokenKind::EndTag:
        out.push_back({"EndTag", lower(decode_text(text, false, false, Nul::Replace))});
        break;
      case TokenKind::Comment:
        out.push_back({"Comment", decode_text(text, false, false, Nul::Replace)});
        break;
      case TokenKind::Doctype: {
        json d = {"DOCTYPE", nullptr, nullptr, nullptr, !token.force_quirks};
        if (token.text_end > token.text_begin) d[1] = lower(decode_text(text, false, false, Nul::Replace));
        if (token.has_public)
          d[2] = decode_text(view(token.public_begin, token.public_end), false, false, Nul::Replace);
        if (token.has_system)
          d[3] = decode_text(view(token.system_begin, token.system_end), false, false, Nul::Replace);
        out.push_back(d);
        break;
      }
      case TokenKind::End:
        break;
    }
  }
  return out;
}

// "\\uD83D" escapes of doubly escaped tests; a lone surrogate has no UTF-8 and fails the test.
bool unescape(const std::string& in, std::string* out) {
  out->clear();
  for (std::size_t i = 0; i < in.size();) {
    if (in.compare(i, 2, "\\u") == 0 && i + 6 <= in.size()) {
      char32_t c = static_cast<char32_t>(std::strtoul(in.substr(i + 2, 4).c_str(), nullptr, 16));
      i += 6;
      if (c >= 0xD800 && c < 0xDC00 && in.compare(i, 2, "\\u") == 0) {
        const auto low = static_cast<char32_t>(std::strtoul(in.substr(i + 2, 4).c_str(), nullptr, 16));
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      }
      if (c >= 0xD800 && c < 0xE000) return false;
      base::append_utf8(out, c);
    } else {
      out->push_back(in[i++]);
    }
  }
  return true;
}

bool unescape_all(json* value) {
  if (value->is_string()) {
    std::string out;
    if (!unescape(value->get<std::string>(), &out)) return false;
    *value = out;
  } else if (value->is_array()) {
    for (json& v : *value) {
      if (!unescape_all(&v)) return false;
    }
  } else if (value->is_object()) {
    json copy = json::object();
    for (auto& [k, v] : value->items()) {
      std::string key;
      if (!unescape(k, &key) || !unescape_all(&v)) return false;
      copy[key] = v;
    }
    *value = copy;
  }
  return true;
}

TEST(Html5lib, TokenizerSuite) {
  const fs::path dir = testing::shared() / "data" / "html5lib";
  if (!fs::exists(dir))
    GTEST_SKIP() << "../shared/data/html5lib is absent (or name ../shared with HUDNA_SHARED)";
  std::size_t all = 0, passed = 0, shown = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(dir)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    // That file is for readers that write XML.
    if (file.extension() != ".test" || file.filename() == "xmlViolation.test") continue;
    std::ifstream in(file);
    const json suite = json::parse(in, nullptr, false);
    ASSERT_FALSE(suite.is_discarded()) << file;
    for (const json& test : suite["tests"]) {
      json input = test["input"], want = test["output"];
      ++all;
      if (test.value("doubleEscaped", false) && (!unescape_all(&input) || !unescape_all(&want))) continue;
      json joined = json::array();
      for (const json& t : want) {
        if (t.is_string()) continue;
        if (!joined.empty() && joined.back()[0] == "Character" && t[0] == "Character") {
          joined.back()[1] = joined.back()[1].get<std::string>() + t[1].get<std::string>();
        } else {
          joined.push_back(t);
        }
      }
      bool good = true;
      json states = test.contains("initialStates") ? test["initialStates"] : json::array({"Data state"});
      for (const json& s : states) {
        const std::string name = s;
        const TextState state = name == "RCDATA state"          ? TextState::Rcdata
                                : name == "RAWTEXT state"       ? TextState::Rawtext
                                : name == "Script data state"   ? TextState::Script
                                : name == "PLAINTEXT state"     ? TextState::Plaintext
                                : name == "CDATA section state" ? TextState::Cdata
                                                                : TextState::Data;
        const json got = tokens(input.get_ref<const std::string&>(), state, test.value("lastStartTag", ""));
        if (got != joined) {
          good = false;
          if (shown++ < 20) {
            std::printf("%s: %s\n  input %s\n  want  %s\n  got   %s\n", file.filename().c_str(),
                        test["description"].get<std::string>().c_str(), input.dump().c_str(),
                        joined.dump().c_str(),
                        got.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
          }
        }
      }
      passed += good;
    }
  }
  std::printf("html5lib tokenizer tests passed: %zu of %zu\n", passed, all);
  EXPECT_GE(passed * 1000, all * 995);
}

}  // namespace
}  // namespace hudna::page
