#include "eval/pages.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/files.h"
#include "base/utf8.h"
#include "page/charset.h"
#include "page/markup.h"
#include "page/page.h"
#include "page/tape.h"

namespace hudna::eval {
namespace {

using nlohmann::json;

// Python's \w: letters, digits and "_" of any script; near enough by block.
bool word_point(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  if (c < 0xC0)
    return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA ||
           (c >= 0xBC && c <= 0xBE);
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x300 && c <= 0x36F) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return c == 0x2071 || c == 0x207F || (c >= 0x2100 && c <= 0x218F);
  if (c >= 0x2E00 && c <= 0x2E7F) return false;
  if (c >= 0x3000 && c <= 0x3004) return false;
  if (c >= 0x3008 && c <= 0x3020) return false;
  if (c == 0x30FB || c == 0xFEFF || c == 0xFFFD) return false;
  if (c >= 0xFE30 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFF0F) return false;
  if (c >= 0xFF1A && c <= 0xFF20) return false;
  return c < 0x1F000;
}

std::vector<std::string_view> tokens(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  bool in = false;
  for (std::size_t at = 0; at < text.size();) {
    const base::Decoded d = base::decode_utf8(text, at);
    const bool w = word_point(d.point);
    if (w && !in) begin = at;
    if (!w && in) out.push_back(text.substr(begin, at - begin));
    in = w;
    at += d.bytes;
  }
  if (in) out.push_back(text.substr(begin));
  return out;
}

std::uint64_t hash(std::string_view s, std::uint64_t h = 1469598103934665603ull) {
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return h * 0x9E3779B97F4A7C15ull + 1;
}

using Counts = std::unordered_map<std::uint64_t, int>;

Counts shingles(std::string_view text) {
  Counts out;
  const auto t = tokens(text);
  constexpr std::size_t n = 4;
  if (t.size() < n) {
    std::uint64_t h = 7;
    for (const auto& w : t) h = hash(w, h);
    if (!t.empty()) ++out[h];
    return out;
  }
  for (std::size_t i = 0; i + n <= t.size(); ++i) {
    std::uint64_t h = 7;
    for (std::size_t k = 0; k < n; ++k) h = hash(t[i + k], h);
    ++out[h];
  }
  return out;
}

struct Overlap {
  double tp = 0, fp = 0, fn = 0;
};

Overlap overlap(const Counts& want, const Counts& got) {
  Overlap o;
  for (const auto& [key, n] : want) {
    const auto it = got.find(key);
    const int m = it == got.end() ? 0 : it->second;
    o.tp += std::min(n, m);
    o.fn += std::max(0, n - m);
  }
  for (const auto& [key, m] : got) {
    const auto it = want.find(key);
    o.fp += std::max(0, m - (it == want.end() ? 0 : it->second));
  }
  return o;
}

double precision(const Overlap& o) {
  return o.fp == 0 && o.fn == 0 ? 1 : o.tp == 0 && o.fp == 0 ? 0 : o.tp / (o.tp + o.fp);
}
double recall(const Overlap& o) {
  return o.fp == 0 && o.fn == 0 ? 1 : o.tp == 0 && o.fn == 0 ? 0 : o.tp / (o.tp + o.fn);
}
double f1(double p, double r) { return p + r > 0 ? 2 * p * r / (p + r) : 0; }

// What Unicode calls white space, and the marks without width that pages put between words.
bool white_point(char32_t c) {
  return c <= 0x20 || c == 0x85 || c == 0xA0 || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

// Lower case, white space folded, quotes and dashes made plain.
std::string fold(std::string_view s) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < s.size();) {
    const base::Decoded d = base::decode_utf8(s, at);
    char32_t c = d.point;
    at += d.bytes;
    if (white_point(c)) {
      gap = !out.empty();
      continue;
    }
    if (c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x60 || c == 0xB4) c = '\'';
    if (c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB) c = '"';
    if (c >= 0x2010 && c <= 0x2015) c = '-';
    if (c >= 'A' && c <= 'Z') c += 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) c += 32;
    if (c >= 0x410 && c <= 0x42F) c += 32;
    if (gap) out.push_back(' ');
    gap = false;
    base::append_utf8(&out, c);
  }
  return out;
}

std::vector<std::string> names(std::string_view value) {
  std::vector<std::string> out;
  const std::string text = fold(value);
  std::size_t at = 0;
  while (at <= text.size()) {
    std::size_t end = text.size(), width = 0;
    for (const std::string_view mark : {", ", ",", "; ", ";", " and ", " & "}) {
      const std::size_t hit = text.find(mark, at);
      if (hit < end) {
        end = hit;
        width = mark.size();
      }
    }
    if (end > at) out.push_back(text.substr(at, end - at));
    if (width == 0) break;
    at = end + width;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// CPU time of this thread: other work on the machine does not count.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double share(std::size_t right, std::size_t all) {
  return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : -1;
}

struct Mean {
  double sum = 0;
  std::size_t n = 0;
  void add(double v) {
    sum += v;
    ++n;
  }
  double value() const { return n > 0 ? sum / static_cast<double>(n) : -1; }
};

std::string text_of(const json& row, const char* key) {
  const auto it = row.find(key);
  return it != row.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace

std::vector<std::string> body_paragraphs(const model::Document& doc) {
  std::vector<std::string> out;
  for (const model::Block& b : doc.blocks()) {
    const model::SectionKind kind = model::section_kind(b.type);
    if (kind != model::SectionKind::Body && b.type != model::BlockType::SectionHead) continue;
    out.emplace_back(b.span.of(doc.text()));
  }
  return out;
}

std::string render_text(const std::string& html) {
  const page::DecodedText decoded = page::decode(html, {}, true);
  const page::Tape tape = page::build_tape(decoded, decoded.view(html), page::Markup::compiled_in());
  std::string out;
  for (const page::MetaValue& v : tape.meta) {
    if (v.key == "title") {
      out += v.value + "\n\n";
      break;
    }
  }
  for (const page::TapeBlock& b : tape.blocks) {
    if (page::has(tape.elements[b.element].all, page::Mark::Hidden)) continue;
    if (b.tag == page::Tag::Li) {
      std::size_t depth = 0;
      for (std::uint32_t e = b.element; e != 0; e = tape.elements[e].parent) {
        depth += tape.elements[e].tag == page::Tag::Ul || tape.elements[e].tag == page::Tag::Ol;
      }
      out.append(depth > 0 ? (depth - 1) * 2 + 2 : 2, ' ');
      out += "* ";
    }
    out += std::string(b.span.of(tape.text)) + (b.tag == page::Tag::Li ? "\n" : "\n\n");
  }
  return out;
}

base::Result<PagesFigures> eval_pages(const std::string& dir, const PagesOptions& options) {
  const auto gold_text = base::read_file(dir + "/gold.json");
  if (!gold_text) return tl::unexpected<base::Error>(gold_text.error());
  const json gold = json::parse(*gold_text, nullptr, false);
  if (!gold.is_object()) return base::fail(base::Code::DataBad, dir + "/gold.json", "not an object of pages");
  // nlohmann's objects are ordered by key, so that the order of pages is fixed.
  std::vector<std::pair<std::string, const json*>> rows;
  for (const auto& [id, row] : gold.items()) {
    if (row.is_object()) rows.emplace_back(id, &row);
  }
  PagesFigures f;
  Mean p, r, words, para_p, para_r, para_f;
  std::size_t titles = 0, titles_right = 0, authors = 0, authors_right = 0, dates = 0, dates_right = 0;
  std::size_t tp = 0, fp = 0, fn = 0, comments = 0, leaked = 0, comment_bytes = 0, leaked_bytes = 0;
  bool has_comments = false, has_paragraphs = false;
  long perfect = 0;
  double bytes = 0;
  std::vector<double> best(rows.size(), 1e9);
  std::ofstream details;
  if (!options.details.empty()) details.open(options.details);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [id, row] = rows[i];
    auto html = base::read_file(dir + "/html/" + id + ".html");
    if (!html) return tl::unexpected<base::Error>(html.error());
    const std::string bytes_in = options.as_text ? render_text(*html) : *html;
    page::PageOptions page_options;
    page_options.force_text = options.as_text;
    page_options.force_html = !options.as_text;
    if (options.model_of) page_options.model = options.model_of(id);
    base::Result<model::Document> doc = page::read_page(id, bytes_in, page_options);
    for (int pass = 0; pass < options.passes; ++pass) {
      std::string copy = bytes_in;
      const double begin = cpu_seconds();
      base::Result<model::Document> again = page::read_page(id, std::move(copy), page_options);
      best[i] = std::min(best[i], cpu_seconds() - begin);
    }
    bytes += static_cast<double>(bytes_in.size());
    ++f.pages;
    std::vector<std::string> got_paragraphs;
    std::string title, author, date;
    if (doc) {
      got_paragraphs = body_paragraphs(*doc);
      title = doc->parts().title;
      for (const model::Author& a : doc->parts().authors) author += (author.empty() ? "" : ", ") + a.name;
      for (const model::StatedDate& d : doc->parts().dates) {
        if (!d.modified && d.basis <= model::DateBasis::Visible) {
          date = d.edtf;
          break;
        }
      }
      if (date.empty()) {
        for (const model::StatedDate& d : doc->parts().dates) {
          if (d.basis <= model::DateBasis::Visible) {
            date = d.edtf;
            break;
          }
        }
      }
    }
    std::string body;
    for (const std::string& t : got_paragraphs) body += t + "\n";
    double page_f = -1;
    if (row->contains("body")) {
      const std::string want = text_of(*row, "body");
      const Overlap o = overlap(shingles(want), shingles(body));
      p.add(precision(o));
      r.add(recall(o));
      page_f = f1(precision(o), recall(o));
      Counts a, b;
      const std::string folded_want = fold(want), folded = fold(body);
      for (const std::string_view t : tokens(folded_want)) ++a[hash(t)];
      for (const std::string_view t : tokens(folded)) ++b[hash(t)];
      const Overlap w = overlap(a, b);
      words.add(w.tp > 0 ? 2 * w.tp / (2 * w.tp + w.fp + w.fn) : (a.empty() && b.empty() ? 1 : 0));
    }
    const std::string want_title = text_of(*row, "title"), want_author = text_of(*row, "author"),
                      want_date = text_of(*row, "date");
    if (!want_title.empty()) ++titles, titles_right += fold(want_title) == fold(title);
    if (!want_author.empty()) ++authors, authors_right += names(want_author) == names(author);
    if (!want_date.empty()) ++dates, dates_right += date.substr(0, 10) == want_date.substr(0, 10);
    double page_para = -1;
    if (row->contains("paragraphs") && (*row)["paragraphs"].is_array()) {
      has_paragraphs = true;
      std::map<std::string, int> want;
      int want_n = 0, got_n = 0, hit = 0;
      for (const json& t : (*row)["paragraphs"]) {
        if (t.is_string() && !fold(t.get<std::string>()).empty())
          ++want[fold(t.get<std::string>())], ++want_n;
      }
      for (const std::string& t : got_paragraphs) {
        ++got_n;
        const auto it = want.find(fold(t));
        if (it != want.end() && it->second > 0) --it->second, ++hit;
      }
      const double pp = got_n > 0 ? static_cast<double>(hit) / got_n : (want_n == 0 ? 1 : 0);
      const double rr = want_n > 0 ? static_cast<double>(hit) / want_n : 1;
      para_p.add(pp);
      para_r.add(rr);
      page_para = f1(pp, rr);
      para_f.add(page_para);
      perfect += hit == got_n && hit == want_n;
    }
    std::string missed;
    if (row->contains("with") && row->contains("without") && !row->contains("body")) {
      const std::string folded = fold(body);
      for (const json& s : (*row)["with"]) {
        const std::string seg = s.is_string() ? fold(s.get<std::string>()) : "";
        if (seg.empty()) continue;
        const bool found = folded.find(seg) != std::string::npos;
        (found ? tp : fn) += 1;
        if (!found) missed += "\tFN " + seg;
      }
      for (const json& s : (*row)["without"]) {
        const std::string seg = s.is_string() ? fold(s.get<std::string>()) : "";
        if (!seg.empty() && folded.find(seg) != std::string::npos) {
          ++fp;
          missed += "\tFP " + seg;
        }
      }
    }
    if (row->contains("comments") && (*row)["comments"].is_array()) {
      has_comments = true;
      const std::string folded = fold(body);
      for (const json& s : (*row)["comments"]) {
        const std::string seg = s.is_string() ? fold(s.get<std::string>()) : "";
        if (seg.empty()) continue;
        ++comments;
        comment_bytes += seg.size();
        if (folded.find(seg) != std::string::npos) {
          ++leaked;
          leaked_bytes += seg.size();
          missed += "\tLEAK " + seg;
        }
      }
    }
    if (details.is_open()) {
      details << id << "\t" << page_f << "\t" << page_para << "\ttitle " << (fold(want_title) == fold(title))
              << " [" << want_title << "] [" << title << "]\tauthor " << (names(want_author) == names(author))
              << " [" << want_author << "] [" << author << "]\tdate "
              << (date.substr(0, 10) == want_date.substr(0, 10)) << " [" << want_date << "] [" << date << "]"
              << missed << "\n";
    }
  }
  f.body_precision = p.value();
  f.body_recall = r.value();
  if (p.n > 0) f.body_f1 = f1(f.body_precision, f.body_recall);
  f.word_f1 = words.value();
  f.title = share(titles_right, titles);
  f.authors = share(authors_right, authors);
  f.date = share(dates_right, dates);
  if (has_paragraphs) {
    f.paragraph_precision = para_p.value();
    f.paragraph_recall = para_r.value();
    f.paragraph_f1 = f1(f.paragraph_precision, f.paragraph_recall);
    f.perfect = perfect;
  }
  if (tp + fn > 0) {
    f.segment_precision = share(tp, tp + fp);
    f.segment_recall = share(tp, tp + fn);
    f.segment_f = f1(f.segment_precision, f.segment_recall);
  }
  if (has_comments) {
    f.comments = static_cast<long>(comments);
    f.comments_leaked = static_cast<long>(leaked);
    f.comment_share = share(leaked_bytes, comment_bytes);
  }
  double seconds = 0;
  for (const double t : best) seconds += t < 1e9 ? t : 0;
  if (seconds > 0) {
    f.pages_per_s = static_cast<double>(f.pages) / seconds;
    f.mb_per_s = bytes / 1e6 / seconds;
  }
  return f;
}

std::string print_json(const PagesFigures& f) {
  const auto number = [](double v) { return v < 0 ? json(nullptr) : json(std::round(v * 10000) / 10000); };
  const auto count = [](long v) { return v < 0 ? json(nullptr) : json(v); };
  const json out = {{"pages", f.pages},
                    {"body_f1", number(f.body_f1)},
                    {"body_precision", number(f.body_precision)},
                    {"body_recall", number(f.body_recall)},
                    {"word_f1", number(f.word_f1)},
                    {"title", number(f.title)},
                    {"authors", number(f.authors)},
                    {"date", number(f.date)},
                    {"paragraph_f1", number(f.paragraph_f1)},
                    {"paragraph_precision", number(f.paragraph_precision)},
                    {"paragraph_recall", number(f.paragraph_recall)},
                    {"perfect", count(f.perfect)},
                    {"segment_f", number(f.segment_f)},
                    {"segment_precision", number(f.segment_precision)},
                    {"segment_recall", number(f.segment_recall)},
                    {"comments_leaked", count(f.comments_leaked)},
                    {"comments", count(f.comments)},
                    {"comment_share", number(f.comment_share)},
                    {"pages_per_s", std::round(f.pages_per_s * 10) / 10},
                    {"mb_per_s", std::round(f.mb_per_s * 10) / 10}};
  return out.dump();
}

std::string print_text(const PagesFigures& f) {
  std::string out;
  const auto line = [&](const char* name, double v, const char* format) {
    if (v < 0) return;
    char buffer[96];
    std::snprintf(buffer, sizeof buffer, format, v);
    out += name;
    out += buffer;
    out += '\n';
  };
  line("pages                ", static_cast<double>(f.pages), "%.0f");
  line("body F1 (4-grams)    ", f.body_f1, "%.4f");
  line("  precision          ", f.body_precision, "%.4f");
  line("  recall             ", f.body_recall, "%.4f");
  line("word F1              ", f.word_f1, "%.4f");
  line("title exact          ", f.title, "%.4f");
  line("authors exact        ", f.authors, "%.4f");
  line("date exact           ", f.date, "%.4f");
  line("paragraph F1         ", f.paragraph_f1, "%.4f");
  line("perfect pages        ", static_cast<double>(f.perfect), "%.0f");
  line("segment F            ", f.segment_f, "%.4f");
  line("comments leaked      ", static_cast<double>(f.comments_leaked), "%.0f");
  line("  of                 ", static_cast<double>(f.comments), "%.0f");
  line("comment characters   ", f.comment_share, "%.4f");
  line("pages/s              ", f.pages_per_s, "%.0f");
  line("MB/s                 ", f.mb_per_s, "%.0f");
  return out;
}

}  // namespace hudna::eval
