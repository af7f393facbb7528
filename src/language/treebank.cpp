#include "language/treebank.h"

#include <charconv>

namespace hudna::language {
namespace {

bool parse_int(std::string_view text, std::int32_t* out) {
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return ec == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool is_tree(const std::vector<GoldToken>& tokens) {
  const std::int32_t n = static_cast<std::int32_t>(tokens.size());
  std::vector<std::uint8_t> state(tokens.size(), 0);  // 0 unseen, 1 on the path, 2 reaches the root
  int roots = 0;
  std::vector<std::int32_t> path;
  for (std::int32_t i = 0; i < n; ++i) {
    if (tokens[i].head < -1 || tokens[i].head >= n) return false;
    if (tokens[i].head == -1) ++roots;
  }
  if (roots != 1) return false;
  for (std::int32_t i = 0; i < n; ++i) {
    path.clear();
    std::int32_t at = i;
    while (at != -1 && state[at] == 0) {
      state[at] = 1;
      path.push_back(at);
      at = tokens[at].head;
    }
    if (at != -1 && state[at] == 1) return false;
    for (std::int32_t t : path) state[t] = 2;
  }
  return true;
}

std::vector<GoldSentence> parse_conllu(std::string_view text, std::size_t* skipped) {
  std::vector<GoldSentence> out;
  GoldSentence sent;
  bool bad = false;
  bool any = false;
  std::size_t dropped = 0;
  const auto finish = [&] {
    if (any) {
      if (bad || sent.tokens.empty() || !is_tree(sent.tokens)) {
        ++dropped;
      } else {
        if (sent.text.empty()) {
          for (const GoldToken& tok : sent.tokens) {
            sent.text += tok.form;
            if (tok.space_after) sent.text += ' ';
          }
          while (!sent.text.empty() && sent.text.back() == ' ') sent.text.pop_back();
        }
        out.push_back(std::move(sent));
      }
      sent = GoldSentence();
    }
    bad = false;
    any = false;
  };
  std::int32_t multi_end = 0;
  bool multi_space = true;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t stop = text.find('\n', at);
    if (stop == std::string_view::npos) stop = text.size();
    std::string_view line = text.substr(at, stop - at);
    at = stop + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) {
      finish();
      multi_end = 0;
      continue;
    }
    if (line.front() == '#') {
      if (line.starts_with("# sent_id = ")) sent.id = line.substr(12);
      if (line.starts_with("# text = ")) sent.text = line.substr(9);
      if (line.starts_with("# relations = ")) sent.relations = line.substr(14);
      if (line.starts_with("# newpar")) sent.new_paragraph = true;
      if (line.starts_with("# newdoc")) sent.new_document = true;
      continue;
    }
    any = true;
    std::string_view cells[10];
    std::size_t count = 0;
    for (std::size_t from = 0; count < 10;) {
      const std::size_t tab = line.find('\t', from);
      cells[count++] = line.substr(from, tab == std::string_view::npos ? tab : tab - from);
      if (tab == std::string_view::npos) break;
      from = tab + 1;
    }
    if (count != 10 || cells[1].empty()) {
      bad = true;
      continue;
    }
    if (cells[0].find('.') != std::string_view::npos) continue;  // empty nodes of enhanced graphs
    const bool space = cells[9].find("SpaceAfter=No") == std::string_view::npos;
    if (const std::size_t dash = cells[0].find('-'); dash != std::string_view::npos) {
      std::int32_t first = 0;
      if (!parse_int(cells[0].substr(0, dash), &first) || !parse_int(cells[0].substr(dash + 1), &multi_end) || first < 1 ||
          first != static_cast<std::int32_t>(sent.tokens.size()) + 1 || multi_end < first || multi_end - first > 16) {
        bad = true;
        multi_end = 0;
        continue;
      }
      multi_space = space;
      sent.multiword.push_back({static_cast<std::uint32_t>(first - 1), static_cast<std::uint32_t>(multi_end)});
      continue;
    }
    std::int32_t id = 0;
    std::int32_t head = 0;
    if (!parse_int(cells[0], &id) || !parse_int(cells[6], &head) || head < 0 || id != static_cast<std::int32_t>(sent.tokens.size()) + 1) {
      bad = true;
      continue;
    }
    GoldToken tok;
    tok.form = cells[1];
    tok.lemma = cells[2];
    tok.upos = model::parse_upos(cells[3]);
    tok.xpos = model::parse_xpos(cells[4]);
    tok.head = head - 1;
    tok.relation = model::parse_relation(cells[7]);
    tok.space_after = id < multi_end ? false : (id == multi_end ? multi_space : space);
    if (const std::size_t name = cells[9].find("Name="); name != std::string_view::npos && (name == 0 || cells[9][name - 1] == '|')) {
      tok.name = cells[9].substr(name + 5, cells[9].find('|', name) == std::string_view::npos ? std::string_view::npos : cells[9].find('|', name) - name - 5);
    }
    sent.tokens.push_back(std::move(tok));
  }
  finish();
  for (GoldSentence& s : out) {
    std::erase_if(s.multiword, [&](model::TokenRange r) { return r.end > s.tokens.size(); });
  }
  if (skipped != nullptr) *skipped = dropped;
  return out;
}

std::string print_conllu(const model::Document& doc, const model::Analysis& analysis) {
  std::string out;
  const auto tokens = analysis.tokens();
  const auto names = analysis.names();
  std::size_t name_at = 0;
  std::uint32_t last_block = 0xFFFFFFFFu;
  std::size_t number = 0;
  for (const model::Sentence& sent : analysis.sentences()) {
    if (sent.block != last_block) out += "# newpar\n";
    last_block = sent.block;
    out += "# sent_id = " + std::to_string(++number) + "\n# text = ";
    for (char c : analysis.span(sent.tokens).of(doc.text())) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    out += '\n';
    if (!sent.parsed) out += "# parsed = no\n";
    for (std::uint32_t i = sent.tokens.begin; i < sent.tokens.end; ++i) {
      const model::Token& tok = tokens[i];
      out += std::to_string(i - sent.tokens.begin + 1) + '\t';
      out += tok.span.of(doc.text());
      out += '\t';
      out += analysis.lemma(tok);
      out += '\t';
      out += name(tok.upos);
      out += '\t';
      out += name(tok.xpos);
      out += "\t_\t" + std::to_string(tok.head == i ? 0 : tok.head - sent.tokens.begin + 1) + '\t';
      out += name(tok.relation);
      out += "\t_\t";
      if (tok.flags & model::Token::kGlued) out += "SpaceAfter=No|";
      out += "Bytes=" + std::to_string(tok.span.begin) + ':' + std::to_string(tok.span.end);
      while (name_at < names.size() && names[name_at].tokens.end <= i) ++name_at;
      if (name_at < names.size() && names[name_at].tokens.contains(i)) {
        out += "|Name=";
        out += names[name_at].tokens.begin == i ? name(names[name_at].type) : std::string_view("-");
      }
      out += '\n';
    }
    out += '\n';
  }
  return out;
}

}  // namespace hudna::language
