#include "eval/coding.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/utf8.h"
#include "eval/csv.h"

namespace hudna::eval {
namespace {

double rounded(double value) {
  return static_cast<double>(static_cast<long long>(value * 10000 + 0.5)) / 10000;
}

}  // namespace

coding::PloverSentence parse_marked(std::string_view marked) {
  coding::PloverSentence out;
  for (std::size_t at = 0; at < marked.size();) {
    const auto mark = [&](std::string_view text) {
      if (!marked.substr(at).starts_with(text)) return false;
      at += text.size();
      return true;
    };
    const std::uint32_t here = static_cast<std::uint32_t>(out.text.size());
    if (mark("<s>")) {
      if (out.source.end == 0) out.source.begin = here;
    } else if (mark("</s>")) {
      if (out.source.end == 0) out.source.end = here;
    } else if (mark("<t>")) {
      if (out.target.end == 0) out.target.begin = here;
    } else if (mark("</t>")) {
      if (out.target.end == 0) out.target.end = here;
    } else {
      const base::Decoded decoded = base::decode_utf8(marked, at);
      out.text.append(decoded.good ? marked.substr(at, decoded.bytes) : std::string_view(" "));
      at += decoded.bytes;
    }
  }
  return out;
}

base::Result<std::vector<CodedSentence>> read_coded(const std::string& path) {
  const base::Result<std::string> bytes = base::read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<CodedSentence> out;
  for (const auto& row : read_csv(*bytes, '\t')) {
    const auto cell = [&](const char* key) {
      const auto found = row.find(key);
      return found == row.end() ? std::string() : found->second;
    };
    std::string name = cell("gold_root");
    if (name == "CONCEDE" || name == "RETREAT") name = "YIELD";
    const auto gold = std::find(coding::kPloverClasses.begin(), coding::kPloverClasses.end(), name);
    if (gold == coding::kPloverClasses.end()) continue;
    const std::string marked = cell("marked_sentence");
    out.push_back({parse_marked(marked.empty() ? cell("sentence") : marked),
                   static_cast<std::size_t>(gold - coding::kPloverClasses.begin())});
  }
  if (out.empty()) {
    return base::fail(
        base::Code::FileUnreadable, path,
        "no sentences with a PLOVER class: the columns marked_sentence and gold_root are needed");
  }
  return out;
}

void CodingScore::add(std::size_t gold, std::size_t got) {
  ++sentences;
  right += gold == got ? 1 : 0;
  ++classes[gold].gold;
  if (got < classes.size()) {
    ++classes[got].got;
    classes[got].right += gold == got ? 1 : 0;
  }
}

double CodingScore::accuracy() const {
  return sentences == 0 ? 0 : static_cast<double>(right) / static_cast<double>(sentences);
}

double CodingScore::macro_f1() const {
  double sum = 0;
  std::size_t count = 0;
  for (const ClassCounts& one : classes) {
    if (one.gold == 0) continue;
    ++count;
    sum += 2.0 * static_cast<double>(one.right) / static_cast<double>(one.got + one.gold);
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

std::string CodingReport::json() const {
  nlohmann::ordered_json out;
  out["sentences"] = model.sentences;
  out["accuracy"] = rounded(model.accuracy());
  out["macro_f1"] = rounded(model.macro_f1());
  out["lexicon_accuracy"] = rounded(lexicon.accuracy());
  out["lexicon_macro_f1"] = rounded(lexicon.macro_f1());
  return out.dump();
}

base::Result<CodingReport> score_coding(const std::string& path, const base::DataSource& data,
                                        const std::function<void(std::size_t all)>& progress) {
  const auto rows = read_coded(path);
  if (!rows) return tl::unexpected(rows.error());
  const auto coder = coding::PloverCoder::open(data);
  if (!coder) return tl::unexpected(coder.error());
  CodingReport out;
  for (const CodedSentence& row : *rows) {
    out.model.add(row.gold, coder->code(row.sentence));
    out.lexicon.add(row.gold, coder->code_by_lexicon(row.sentence));
    if (progress) progress(rows->size());
  }
  return out;
}

}  // namespace hudna::eval
