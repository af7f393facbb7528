// Trains data/coding/muc.bin from the MUC development messages and their keys, by five-fold cross-validation
// for what one model gives to the next and for the thresholds. Deterministic. usage: hudna_train_muc
// DEV-FOLDER OUT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "../boost.h"
#include "base/files.h"
#include "coding/candidates.h"
#include "coding/muc_features.h"
#include "coding/muc_rows.h"
#include "coding/muc_templates.h"
#include "coding/wire.h"
#include "eval/muc_keys.h"
#include "eval/muc_score.h"
#include "language/model_file.h"
#include "learn.h"
#include "net.h"

namespace {

using namespace hudna;
using coding::kMucRoles;
using coding::kMucTypes;
using coding::kRoleCount;
using coding::kTypeCount;
using train::Example;
using train::Learned;
using train::LearnOptions;

constexpr std::uint32_t kFolds = 5;
// Slow steps and much shrinking: there are few examples beside the numbers of a row.
const train::BoostOptions kBoost{.trees = 200, .rate = 0.06, .lambda = 6};
const train::BoostOptions kBoostDrafts{.trees = 100, .rate = 0.05, .lambda = 8};

struct Doc {
  std::string id, text;
  const std::vector<eval::KeyTemplate>* keys = nullptr;
  std::uint32_t fold = 0;
  coding::Wire wire;
  std::vector<coding::Candidate> candidates;
  coding::MucScores scores;
  // Gold: of each candidate the roles, and the types of the templates that it fills.
  std::vector<std::array<bool, kRoleCount>> roles;
  std::vector<std::array<bool, kTypeCount>> members;
  std::array<bool, kTypeCount> types{};
};

std::size_t type_index(const eval::KeyTemplate& key) {
  for (const auto& fill : key.at(coding::Slot::Type)) {
    for (const std::string& value : fill.values) {
      for (std::size_t type = 0; type < kTypeCount; ++type) {
        if (value.starts_with(kMucTypes[type])) return type;
      }
    }
  }
  return kTypeCount;
}

double seconds() {
  using namespace std::chrono;
  static const auto start = steady_clock::now();
  return duration<double>(steady_clock::now() - start).count();
}

// What models of the other folds say of each example of `asked`.
template <class Model, class Options>
std::vector<std::vector<float>> cross(const std::vector<Example>& examples, const Options& options,
                                      const std::vector<Example>& asked) {
  std::vector<std::vector<float>> out(asked.size(), std::vector<float>(options.outputs));
  for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
    const Model model = Model::learn(examples, options, static_cast<int>(fold));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (asked[i].fold == fold) model.score(asked[i].features, out[i]);
    }
  }
  return out;
}

std::vector<std::vector<float>> cross(const std::vector<Example>& examples, const LearnOptions& options) {
  return cross<Learned>(examples, options, examples);
}

// Trees over rows: what they say of held-out examples, and those of all.
std::vector<float> grow(const std::vector<train::Sample>& samples, const std::vector<std::uint32_t>& folds,
                        const train::BoostOptions& options, const std::string& name,
                        std::vector<std::pair<std::string, std::string>>* sections) {
  std::vector<float> out(samples.size());
  std::vector<const train::Sample*> all;
  for (const train::Sample& one : samples) all.push_back(&one);
  for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
    std::vector<const train::Sample*> in;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (folds[i] != fold) in.push_back(&samples[i]);
    }
    const base::BoostedTrees model = train::boost(in, options);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (folds[i] == fold) out[i] = model.score_row(samples[i].row);
    }
  }
  sections->emplace_back(name, train::boost(all, options).print());
  return out;
}

double average_precision(const std::vector<std::vector<float>>& scores, const std::vector<Example>& examples,
                         std::size_t k) {
  std::vector<std::pair<float, float>> order;
  for (std::size_t i = 0; i < scores.size(); ++i) order.emplace_back(-scores[i][k], examples[i].wanted[k]);
  std::sort(order.begin(), order.end());
  double right = 0, sum = 0, all = 0;
  for (const auto& [score, wanted] : order) {
    all += 1;
    if (wanted > 0.5f) {
      right += 1;
      sum += right / all;
    }
  }
  return right == 0 ? 0 : sum / right;
}

// How a message's drafts are made; set once the models are there.
std::function<std::vector<coding::MucDraft>(const Doc&, const coding::MucSettings&)> g_make;

eval::SixSlotScore six(const std::vector<Doc>& docs, const coding::MucSettings& settings) {
  eval::SixSlotScore score;
  for (const Doc& doc : docs) {
    std::vector<coding::Template> got;
    for (const coding::MucDraft& one : g_make(doc, settings)) got.push_back(coding::plain_template(one));
    eval::add_six_slot(got, *doc.keys, doc.text, false, &score);
  }
  return score;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: hudna_train_muc DEV-FOLDER OUT\n";
    return 2;
  }
  seconds();
  const base::DataSource data;
  const auto corpus = eval::read_muc(argv[1]);
  if (!corpus) {
    std::cerr << base::print(corpus.error()) << "\n";
    return 2;
  }
  const auto reader = coding::WireReader::open(data);
  if (!reader) {
    std::cerr << base::print(reader.error()) << "\n";
    return 2;
  }
  std::vector<Doc> docs;
  docs.reserve(corpus->messages.size());
  for (std::size_t i = 0; i < corpus->messages.size(); ++i) {
    const eval::MucMessage& message = corpus->messages[i];
    Doc doc{message.id,
            message.text,
            &corpus->keys.at(message.id),
            static_cast<std::uint32_t>(i % kFolds),
            reader->read(message.text),
            {},
            {},
            {},
            {},
            {}};
    doc.candidates = coding::find_candidates(doc.wire);
    doc.roles.assign(doc.candidates.size(), {});
    doc.members.assign(doc.candidates.size(), {});
    doc.scores.roles.assign(doc.candidates.size(), {});
    doc.scores.members.assign(doc.candidates.size(), {});
    doc.scores.sentences.assign(doc.wire.analysis.sentences().size(), 0);
    std::map<std::string, std::vector<std::uint32_t>> by_text;
    for (std::uint32_t c = 0; c < doc.candidates.size(); ++c)
      by_text[coding::normalise_mention(doc.candidates[c].text)].push_back(c);
    for (const eval::KeyTemplate& key : *doc.keys) {
      const std::size_t type = type_index(key);
      if (type == kTypeCount) continue;
      doc.types[type] = true;
      for (std::size_t role = 0; role < kRoleCount; ++role) {
        for (const eval::KeyFill& fill : key.at(kMucRoles[role])) {
          for (const std::string& value : fill.values) {
            const auto found = by_text.find(coding::normalise_mention(value));
            if (found == by_text.end()) continue;
            for (const std::uint32_t c : found->second) {
              doc.roles[c][role] = true;
              doc.members[c][type] = true;
            }
          }
        }
      }
    }
    docs.push_back(std::move(doc));
  }
  std::fprintf(stderr, "%.1f s: %zu messages read\n", seconds(), docs.size());
  std::vector<coding::MucFeatures> features;
  features.reserve(docs.size());
  for (const Doc& doc : docs) features.emplace_back(doc.wire, reader->words());

  std::vector<std::pair<std::string, std::string>> sections;
  // Messages: relevant or not.
  {
    std::vector<Example> examples;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      Example one;
      features[d].message(&one.features);
      one.wanted = {docs[d].keys->empty() ? 0.0f : 1.0f};
      one.fold = docs[d].fold;
      examples.push_back(std::move(one));
    }
    const LearnOptions options{.outputs = 1, .epochs = 8, .rate = 0.02f, .decay = 5e-2f, .count_min = 3};
    const auto scores = cross(examples, options);
    for (std::size_t d = 0; d < docs.size(); ++d) docs[d].scores.relevance = scores[d][0];
    std::fprintf(stderr, "%.1f s: messages, average precision %.3f\n", seconds(),
                 average_precision(scores, examples, 0));
    Learned::learn(examples, options, -1).append_sections("message", &sections);
  }
  // Sentences: hold a fill or not.
  {
    std::vector<Example> examples;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      std::vector<float> wanted(docs[d].scores.sentences.size(), 0);
      for (std::size_t c = 0; c < docs[d].candidates.size(); ++c) {
        for (const bool role : docs[d].roles[c]) {
          if (role) wanted[docs[d].wire.analysis.sentence_of(docs[d].candidates[c].head)] = 1;
        }
      }
      for (std::uint32_t s = 0; s < wanted.size(); ++s) {
        Example one;
        features[d].sentence(s, &one.features);
        one.wanted = {wanted[s]};
        one.fold = docs[d].fold;
        examples.push_back(std::move(one));
      }
    }
    const LearnOptions options{.outputs = 1, .epochs = 6, .rate = 0.03f, .decay = 2e-2f, .count_min = 3};
    const auto scores = cross(examples, options);
    std::size_t at = 0;
    for (Doc& doc : docs) {
      for (float& value : doc.scores.sentences) value = scores[at++][0];
    }
    std::fprintf(stderr, "%.1f s: %zu sentences, average precision %.3f\n", seconds(), examples.size(),
                 average_precision(scores, examples, 0));
    Learned::learn(examples, options, -1).append_sections("sentence", &sections);
  }
  // Sentences: which type of incident they tell. Those that hold one fill of several are left out.
  {
    std::vector<Example> examples, asked;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      Doc& doc = docs[d];
      const std::size_t count = doc.scores.sentences.size();
      std::vector<std::array<int, kTypeCount>> label(count,
                                                     std::array<int, kTypeCount>{});  // 1 yes, -1 unclear
      std::map<std::string, std::set<std::uint32_t>> where;
      for (const coding::Candidate& one : doc.candidates)
        where[coding::normalise_mention(one.text)].insert(doc.wire.analysis.sentence_of(one.head));
      for (const eval::KeyTemplate& key : *doc.keys) {
        const std::size_t type = type_index(key);
        if (type == kTypeCount) continue;
        std::vector<int> fills(count, 0);
        for (std::size_t role = 0; role < kRoleCount; ++role) {
          for (const eval::KeyFill& fill : key.at(kMucRoles[role])) {
            std::set<std::uint32_t> in;
            for (const std::string& value : fill.values) {
              const auto found = where.find(coding::normalise_mention(value));
              if (found != where.end()) in.insert(found->second.begin(), found->second.end());
            }
            for (const std::uint32_t s : in) ++fills[s];
          }
        }
        const int most = count == 0 ? 0 : *std::max_element(fills.begin(), fills.end());
        for (std::size_t s = 0; s < count; ++s) {
          if (fills[s] == 0) continue;
          if (fills[s] >= 2 || fills[s] == most)
            label[s][type] = 1;
          else if (label[s][type] == 0)
            label[s][type] = -1;
        }
      }
      for (std::uint32_t s = 0; s < count; ++s) {
        Example one;
        features[d].sentence(s, &one.features);
        one.fold = doc.fold;
        bool clear = true;
        for (const int l : label[s]) {
          one.wanted.push_back(l == 1 ? 1.0f : 0.0f);
          clear = clear && l >= 0;
        }
        if (clear) examples.push_back(one);
        asked.push_back(std::move(one));
      }
    }
    const LearnOptions options{
        .outputs = kTypeCount, .epochs = 6, .rate = 0.03f, .decay = 2e-2f, .count_min = 3};
    const auto scores = cross<Learned>(examples, options, asked);
    std::size_t at = 0;
    for (Doc& doc : docs) {
      doc.scores.told.resize(doc.scores.sentences.size());
      for (auto& told : doc.scores.told) {
        std::copy(scores[at].begin(), scores[at].end(), told.begin());
        ++at;
      }
    }
    for (std::size_t type = 0; type < 3; ++type) {
      std::fprintf(stderr, "%.1f s: sentences of type %s, average precision %.3f\n", seconds(),
                   std::string(kMucTypes[type]).c_str(), average_precision(scores, asked, type));
    }
    Learned::learn(examples, options, -1).append_sections("told", &sections);
  }
  // Noun phrases: their roles.
  {
    std::vector<Example> examples;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const Doc& doc = docs[d];
      for (std::size_t c = 0; c < doc.candidates.size(); ++c) {
        Example one;
        features[d].candidate(doc.candidates[c], doc.scores.relevance,
                              doc.scores.sentences[doc.wire.analysis.sentence_of(doc.candidates[c].head)],
                              &one.features);
        for (const bool role : doc.roles[c]) one.wanted.push_back(role ? 1.0f : 0.0f);
        one.fold = doc.fold;
        examples.push_back(std::move(one));
      }
    }
    std::fprintf(stderr, "%.1f s: %zu candidates\n", seconds(), examples.size());
    const LearnOptions options{
        .outputs = kRoleCount, .epochs = 5, .rate = 0.03f, .decay = 1e-2f, .count_min = 3};
    const train::NetOptions net_options{.outputs = kRoleCount, .count_min = 16};
    const auto scores = cross(examples, options), nets = cross<train::Net>(examples, net_options, examples);
    std::size_t at = 0;
    for (Doc& doc : docs) {
      doc.scores.nets.resize(doc.scores.roles.size());
      for (std::size_t c = 0; c < doc.scores.roles.size(); ++c, ++at) {
        std::copy(scores[at].begin(), scores[at].end(), doc.scores.roles[c].begin());
        std::copy(nets[at].begin(), nets[at].end(), doc.scores.nets[c].begin());
      }
    }
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      std::fprintf(stderr, "%.1f s: role %zu, average precision: linear %.3f, network %.3f\n", seconds(),
                   coding::index(kMucRoles[role]), average_precision(scores, examples, role),
                   average_precision(nets, examples, role));
    }
    train::Net::learn(examples, net_options, -1).append_sections("net", &sections);
    Learned::learn(examples, options, -1).append_sections("role", &sections);
  }
  // Fills: the type of their incident. Learned from fills; asked of every candidate.
  {
    std::vector<Example> examples, asked;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const Doc& doc = docs[d];
      for (std::size_t c = 0; c < doc.candidates.size(); ++c) {
        Example one;
        features[d].membership(doc.candidates[c], &one.features);
        one.fold = doc.fold;
        bool some = false;
        for (const bool member : doc.members[c]) {
          one.wanted.push_back(member ? 1.0f : 0.0f);
          some = some || member;
        }
        if (some) examples.push_back(one);
        asked.push_back(std::move(one));
      }
    }
    const LearnOptions options{
        .outputs = kTypeCount, .epochs = 8, .rate = 0.05f, .decay = 1e-3f, .count_min = 2};
    const auto scores = cross<Learned>(examples, options, asked);
    std::size_t at = 0;
    for (Doc& doc : docs) {
      for (auto& members : doc.scores.members) {
        std::copy(scores[at].begin(), scores[at].end(), members.begin());
        ++at;
      }
    }
    std::fprintf(stderr, "%.1f s: %zu fills\n", seconds(), examples.size());
    Learned::learn(examples, options, -1).append_sections("member", &sections);
  }
  // Messages: which types.
  {
    std::vector<Example> examples;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      Example one;
      coding::type_features(features[d], docs[d].scores, &one.features);
      for (const bool type : docs[d].types) one.wanted.push_back(type ? 1.0f : 0.0f);
      one.fold = docs[d].fold;
      examples.push_back(std::move(one));
    }
    const LearnOptions options{
        .outputs = kTypeCount, .epochs = 8, .rate = 0.03f, .decay = 5e-2f, .count_min = 3};
    const auto scores = cross(examples, options);
    for (std::size_t d = 0; d < docs.size(); ++d)
      std::copy(scores[d].begin(), scores[d].end(), docs[d].scores.types.begin());
    for (std::size_t type = 0; type < kTypeCount; ++type) {
      std::fprintf(stderr, "%.1f s: type %s, average precision %.3f\n", seconds(),
                   std::string(kMucTypes[type]).c_str(), average_precision(scores, examples, type));
    }
    Learned::learn(examples, options, -1).append_sections("type", &sections);
  }
  // Entities: their mentions together.
  std::vector<std::vector<std::array<float, kRoleCount>>> linear;
  std::vector<coding::MucRows> rows;
  rows.reserve(docs.size());
  std::vector<std::vector<std::array<std::vector<float>, kRoleCount>>> entity_rows(docs.size());
  {
    std::vector<Example> examples;
    std::vector<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>> where;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      Doc& doc = docs[d];
      doc.scores.entities = coding::gather_entities(doc.candidates, doc.scores);
      for (std::size_t e = 0; e < doc.scores.entities.size(); ++e) {
        for (std::size_t role = 0; role < kRoleCount; ++role) {
          if (doc.scores.entities[e].role[role] < coding::kLeastRole) continue;
          Example one;
          coding::entity_features(features[d], doc.candidates, doc.scores, e, role, &one.features);
          one.wanted = {doc.roles[doc.scores.entities[e].candidates.front()][role] ? 1.0f : 0.0f};
          one.fold = doc.fold;
          examples.push_back(std::move(one));
          where.push_back({d, {e, role}});
        }
      }
    }
    const LearnOptions options{.outputs = 1, .epochs = 6, .rate = 0.05f, .decay = 1e-4f, .count_min = 3};
    auto scores = cross(examples, options);
    std::fprintf(stderr, "%.1f s: %zu entities in roles, average precision of the linear model %.3f\n",
                 seconds(), examples.size(), average_precision(scores, examples, 0));
    linear.resize(docs.size());
    for (std::size_t d = 0; d < docs.size(); ++d) {
      for (const auto& e : docs[d].scores.entities) linear[d].push_back(e.role);
    }
    for (std::size_t i = 0; i < examples.size(); ++i)
      linear[where[i].first][where[i].second.first][where[i].second.second] = scores[i][0];
    for (std::size_t d = 0; d < docs.size(); ++d)
      rows.emplace_back(docs[d].wire, features[d], docs[d].candidates, docs[d].scores, linear[d]);
    for (std::size_t d = 0; d < docs.size(); ++d) entity_rows[d].resize(docs[d].scores.entities.size());
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      std::vector<train::Sample> samples;
      std::vector<std::size_t> index;
      std::vector<std::uint32_t> folds;
      for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto& [d, part] = where[i];
        if (part.second != role) continue;
        std::vector<float>& row = entity_rows[d][part.first][role];
        row = rows[d].entity(part.first, role);
        samples.push_back({row, examples[i].wanted[0], 1});
        folds.push_back(examples[i].fold);
        index.push_back(i);
      }
      const auto trees = grow(samples, folds, kBoost, "trees.entity" + std::to_string(role), &sections);
      for (std::size_t k = 0; k < trees.size(); ++k)
        scores[index[k]][0] = (scores[index[k]][0] + trees[k]) / 2;
    }
    for (std::size_t i = 0; i < examples.size(); ++i) {
      docs[where[i].first].scores.entities[where[i].second.first].role[where[i].second.second] = scores[i][0];
    }
    std::fprintf(stderr, "%.1f s: with trees %.3f\n", seconds(), average_precision(scores, examples, 0));
    Learned::learn(examples, options, -1).append_sections("entity", &sections);
  }
  // Drafts: incidents of their own.
  {
    std::vector<Example> examples;
    std::vector<std::pair<std::size_t, std::size_t>> where;
    std::vector<train::Sample> samples;
    std::vector<std::uint32_t> folds;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const auto drafts =
          coding::draft(docs[d].wire, docs[d].candidates, docs[d].scores, coding::lenient_settings());
      for (std::size_t k = 0; k < drafts.size(); ++k) {
        Example one;
        coding::draft_features(drafts, k, docs[d].scores, &one.features);
        one.wanted = {docs[d].types[drafts[k].type] ? 1.0f : 0.0f};
        one.fold = docs[d].fold;
        examples.push_back(std::move(one));
        where.emplace_back(d, drafts[k].type);
        samples.push_back({rows[d].draft(drafts, k), examples.back().wanted[0], 1});
        folds.push_back(docs[d].fold);
      }
    }
    const LearnOptions options{.outputs = 1, .epochs = 8, .rate = 0.03f, .decay = 1e-2f, .count_min = 3};
    auto scores = cross(examples, options);
    const auto trees = grow(samples, folds, kBoostDrafts, "trees.draft", &sections);
    for (std::size_t k = 0; k < trees.size(); ++k) scores[k][0] = (scores[k][0] + trees[k]) / 2;
    for (Doc& doc : docs) doc.scores.types.fill(-20);
    for (std::size_t i = 0; i < examples.size(); ++i)
      docs[where[i].first].scores.types[where[i].second] = scores[i][0];
    std::fprintf(stderr, "%.1f s: %zu drafts, average precision %.3f\n", seconds(), examples.size(),
                 average_precision(scores, examples, 0));
    Learned::learn(examples, options, -1).append_sections("draft", &sections);
  }
  // Fills: an entity in a role in a template of a type.
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    std::vector<train::Sample> samples;
    std::vector<std::uint32_t> folds;
    std::vector<std::array<std::size_t, 3>> where;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      Doc& doc = docs[d];
      if (role == 0) {
        std::array<std::array<float, kRoleCount>, kTypeCount> none;
        for (auto& one : none) one.fill(-20);
        doc.scores.fills.assign(doc.scores.entities.size(), none);
      }
      for (std::size_t type = 0; type < kTypeCount; ++type) {
        if (doc.scores.types[type] < coding::lenient_settings().type[type]) continue;
        std::set<std::string> gold;
        for (const eval::KeyTemplate& key : *doc.keys) {
          if (type_index(key) != type) continue;
          for (const eval::KeyFill& fill : key.at(kMucRoles[role])) {
            for (const std::string& value : fill.values) gold.insert(coding::normalise_mention(value));
          }
        }
        for (std::size_t e = 0; e < doc.scores.entities.size(); ++e) {
          if (entity_rows[d][e][role].empty() || doc.scores.entities[e].role[role] < coding::kLeastFill)
            continue;
          samples.push_back({rows[d].fill(entity_rows[d][e][role], e, role, type),
                             gold.contains(doc.scores.entities[e].words) ? 1.0f : 0.0f, 1});
          folds.push_back(doc.fold);
          where.push_back({d, e, type});
        }
      }
    }
    const auto trees = grow(samples, folds, kBoost, "trees.fill" + std::to_string(role), &sections);
    for (std::size_t k = 0; k < trees.size(); ++k)
      docs[where[k][0]].scores.fills[where[k][1]][where[k][2]][role] = trees[k];
    std::fprintf(stderr, "%.1f s: %zu entities in role %zu of templates, %zu numbers each\n", seconds(),
                 samples.size(), coding::index(kMucRoles[role]), samples.empty() ? 0 : samples[0].row.size());
  }
  // Pairs of those who suffered, in templates of one type: one incident or two.
  std::vector<Learned> pairs;
  {
    std::vector<Example> examples;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const Doc& doc = docs[d];
      std::map<std::string, std::vector<std::uint32_t>> by_text;
      for (std::uint32_t c = 0; c < doc.candidates.size(); ++c)
        by_text[coding::normalise_mention(doc.candidates[c].text)].push_back(c);
      for (std::size_t type = 0; type < kTypeCount; ++type) {
        std::map<std::uint32_t, std::set<std::size_t>> in;  // mention -> templates
        for (std::size_t k = 0; k < doc.keys->size(); ++k) {
          if (type_index((*doc.keys)[k]) != type) continue;
          for (std::size_t role = 0; role < kRoleCount; ++role) {
            if (!coding::suffers(role)) continue;
            for (const eval::KeyFill& fill : (*doc.keys)[k].at(kMucRoles[role])) {
              std::uint32_t best = 0xFFFFFFFFu;
              for (const std::string& value : fill.values) {
                const auto found = by_text.find(coding::normalise_mention(value));
                if (found == by_text.end()) continue;
                for (const std::uint32_t c : found->second) {
                  if (best == 0xFFFFFFFFu || doc.scores.roles[c][role] > doc.scores.roles[best][role])
                    best = c;
                }
              }
              if (best != 0xFFFFFFFFu) in[best].insert(k);
            }
          }
        }
        for (auto a = in.begin(); a != in.end(); ++a) {
          for (auto b = std::next(a); b != in.end(); ++b) {
            Example one;
            coding::pair_features(doc.wire, features[d], doc.candidates, a->first, b->first, type,
                                  &one.features);
            const bool same = std::any_of(a->second.begin(), a->second.end(),
                                          [&](std::size_t k) { return b->second.contains(k); });
            one.wanted = {same ? 1.0f : 0.0f};
            one.weight = 4.0f / static_cast<float>(in.size());
            one.fold = doc.fold;
            examples.push_back(std::move(one));
          }
        }
      }
    }
    const LearnOptions options{.outputs = 1, .epochs = 8, .rate = 0.03f, .decay = 1e-2f, .count_min = 3};
    const auto scores = cross(examples, options);
    std::fprintf(stderr, "%.1f s: %zu pairs, average precision %.3f\n", seconds(), examples.size(),
                 average_precision(scores, examples, 0));
    for (std::uint32_t fold = 0; fold < kFolds; ++fold)
      pairs.push_back(Learned::learn(examples, options, static_cast<int>(fold)));
    Learned::learn(examples, options, -1).append_sections("pair", &sections);
  }
  g_make = [&](const Doc& doc, const coding::MucSettings& settings) {
    const std::size_t d = static_cast<std::size_t>(&doc - docs.data());
    const auto same = [&](const coding::MucFiller& a, const coding::MucFiller& b, std::size_t type) {
      coding::Features asked;
      coding::pair_features(doc.wire, features[d], doc.candidates, a.candidate, b.candidate, type, &asked);
      float odds = 0;
      pairs[doc.fold].score(asked, {&odds, 1});
      return odds;
    };
    return coding::split(features[d], doc.candidates,
                         coding::draft(doc.wire, doc.candidates, doc.scores, settings), settings, same);
  };
  // Closed questions: from the fills of the keys.
  std::array<std::vector<Example>, coding::kAttributes> questions;
  const auto ask = [&](coding::Attribute attribute, const coding::Features& names, std::string_view value,
                       std::uint32_t fold) {
    const auto& classes = coding::attribute_info(attribute).classes;
    const auto at = std::find(classes.begin(), classes.end(), value);
    if (at == classes.end()) return;
    Example one{names, std::vector<float>(classes.size(), 0), 1, fold};
    one.wanted[static_cast<std::size_t>(at - classes.begin())] = 1;
    questions[static_cast<std::size_t>(attribute)].push_back(std::move(one));
  };
  for (std::size_t d = 0; d < docs.size(); ++d) {
    const Doc& doc = docs[d];
    std::map<std::string, std::vector<std::uint32_t>> by_text;
    for (std::uint32_t c = 0; c < doc.candidates.size(); ++c)
      by_text[coding::normalise_mention(doc.candidates[c].text)].push_back(c);
    for (const eval::KeyTemplate& key : *doc.keys) {
      coding::MucDraft draft{type_index(key), {}};
      if (draft.type == kTypeCount) continue;
      for (std::size_t role = 0; role < kRoleCount; ++role) {
        for (const eval::KeyFill& fill : key.at(kMucRoles[role])) {
          // The mention that the models like best.
          std::uint32_t best = 0xFFFFFFFFu;
          for (const std::string& value : fill.values) {
            const auto found = by_text.find(coding::normalise_mention(value));
            if (found == by_text.end()) continue;
            for (const std::uint32_t c : found->second) {
              if (best == 0xFFFFFFFFu || doc.scores.roles[c][role] > doc.scores.roles[best][role]) best = c;
            }
          }
          if (best == 0xFFFFFFFFu) continue;
          draft.fillers.push_back({role, best, 0, true, doc.candidates[best].text});
          coding::Features names;
          coding::filler_features(features[d], doc.candidates, doc.scores, best, role, draft.type, &names);
          for (std::size_t k = 0; k < coding::kAttributes; ++k) {
            const auto attribute = static_cast<coding::Attribute>(k);
            const coding::Slot slot = coding::attribute_info(attribute).slot;
            const bool of_target =
                kMucRoles[role] == coding::Slot::TargetId &&
                (attribute == coding::Attribute::TargetType || attribute == coding::Attribute::TargetEffect);
            const bool of_human =
                (kMucRoles[role] == coding::Slot::HumanName ||
                 (kMucRoles[role] == coding::Slot::HumanDescription && fill.references.empty())) &&
                (attribute == coding::Attribute::HumanType || attribute == coding::Attribute::HumanEffect);
            const bool of_perp = kMucRoles[role] == coding::Slot::PerpOrganisation &&
                                 attribute == coding::Attribute::Confidence;
            const bool of_instrument = kMucRoles[role] == coding::Slot::InstrumentId &&
                                       attribute == coding::Attribute::InstrumentType;
            if (!of_target && !of_human && !of_perp && !of_instrument) continue;
            std::string value;
            for (const eval::KeyFill& told : key.at(slot)) {
              for (const std::string& reference : told.references) {
                if (std::find(fill.values.begin(), fill.values.end(), reference) != fill.values.end())
                  value = told.values[0];
              }
            }
            ask(attribute, names, value, doc.fold);
          }
        }
      }
      coding::Features names;
      coding::template_features(features[d], doc.candidates, draft, &names);
      const auto first = [&](coding::Slot slot) {
        return key.at(slot).empty() ? std::string() : key.at(slot)[0].values[0];
      };
      ask(coding::Attribute::Category, names, first(coding::Slot::Category), doc.fold);
      ask(coding::Attribute::Stage, names, first(coding::Slot::Stage), doc.fold);
      if (key.at(coding::Slot::InstrumentId).empty()) {
        ask(coding::Attribute::UnnamedInstrument, names, first(coding::Slot::InstrumentType), doc.fold);
      }
    }
  }
  std::array<std::vector<Learned>, coding::kAttributes> answers;  // by fold
  for (std::size_t k = 0; k < coding::kAttributes; ++k) {
    const auto& info = coding::attribute_info(static_cast<coding::Attribute>(k));
    const LearnOptions options{.outputs = info.classes.size(),
                               .epochs = 8,
                               .rate = 0.03f,
                               .decay = 1e-2f,
                               .count_min = 2,
                               .one_of = true};
    std::size_t right = 0;
    for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
      answers[k].push_back(Learned::learn(questions[k], options, static_cast<int>(fold)));
      std::vector<float> score(info.classes.size());
      for (const Example& one : questions[k]) {
        if (one.fold != fold) continue;
        answers[k].back().score(one.features, score);
        right += one.wanted[static_cast<std::size_t>(std::max_element(score.begin(), score.end()) -
                                                     score.begin())] > 0.5f
                     ? 1
                     : 0;
      }
    }
    std::fprintf(stderr, "%.1f s: %s %zu, right %.3f\n", seconds(), info.name.c_str(), questions[k].size(),
                 static_cast<double>(right) / static_cast<double>(questions[k].size()));
    Learned::learn(questions[k], options, -1).append_sections(info.name, &sections);
  }
  // Thresholds, one after the other, by the six-slot score of the held-out folds.
  coding::MucSettings settings;
  settings.role.fill(-1.0f);
  settings.type.fill(-0.3f);
  settings.member = 0;
  double best = -1;
  {
    coding::MucSettings chosen = settings;
    for (float role = -2.0f; role <= 0.3f; role += 0.25f) {
      for (float type = -1.75f; type <= 0.6f; type += 0.25f) {
        settings.role.fill(role);
        settings.type.fill(type);
        const double now = six(docs, settings).all.f1();
        if (now > best) {
          best = now;
          chosen = settings;
        }
      }
    }
    settings = chosen;
    std::fprintf(stderr, "%.1f s: all roles from %.2f, all types from %.2f, six-slot F1 %.4f\n", seconds(),
                 settings.role[0], settings.type[0], best);
  }
  for (int round = 0; round < 2; ++round) {
    std::vector<float*> knobs{&settings.same};
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      if (kMucRoles[role] != coding::Slot::HumanDescription) knobs.push_back(&settings.role[role]);
    }
    for (std::size_t type = 0; type < 3; ++type) knobs.push_back(&settings.type[type]);
    for (float* knob : knobs) {
      const float before = *knob;
      float chosen = before;
      const float begin = knob == &settings.same ? -2.0f : before - 0.75f,
                  end = knob == &settings.same ? 2.01f : before + 0.76f;
      for (float value = begin; value <= end; value += 0.25f) {
        *knob = value;
        const double now = six(docs, settings).all.f1();
        if (now > best + 1e-5) {
          best = now;
          chosen = value;
        }
      }
      *knob = chosen;
    }
    std::fprintf(stderr, "%.1f s: thresholds, six-slot F1 of the held-out folds %.4f\n", seconds(), best);
  }
  const auto countries = coding::muc_countries(data);
  if (!countries) {
    std::cerr << base::print(countries.error()) << "\n";
    return 2;
  }
  const auto score_muc4 = [&] {
    eval::Muc4Score out;
    for (std::size_t d = 0; d < docs.size(); ++d) {
      const Doc& doc = docs[d];
      const coding::Answer answer = [&](coding::Attribute attribute, const coding::Features& names) {
        const auto& info = coding::attribute_info(attribute);
        std::vector<float> odds(info.classes.size());
        answers[static_cast<std::size_t>(attribute)][doc.fold].score(names, odds);
        return static_cast<std::size_t>(std::max_element(odds.begin(), odds.end()) - odds.begin());
      };
      std::vector<coding::Template> got;
      for (const coding::MucDraft& one : g_make(doc, settings)) {
        got.push_back(
            coding::complete(doc.wire, features[d], doc.candidates, doc.scores, one, *countries, answer));
      }
      eval::add_muc4(got, *doc.keys, &out);
    }
    return out;
  };
  // Described victims count in the MUC-4 score only.
  {
    float& knob = settings.role[4];
    float chosen = knob;
    double top = -1;
    for (float value = -1.5f; value <= 0.51f; value += 0.25f) {
      knob = value;
      const double now = six(docs, settings).all.f1() + score_muc4().all.f1();
      if (now > top + 1e-5) {
        top = now;
        chosen = value;
      }
    }
    knob = chosen;
    std::fprintf(stderr, "%.1f s: described victims from %.2f on\n", seconds(), chosen);
  }
  const eval::SixSlotScore score = six(docs, settings);
  for (const auto& [slot, pr] : score.slots) {
    std::fprintf(stderr, "slot %zu: P %.3f R %.3f F %.3f (gold %.0f)\n", slot, pr.precision(), pr.recall(),
                 pr.f1(), pr.gold);
  }
  std::fprintf(stderr, "held-out folds, six slots: P %.4f R %.4f F %.4f\n", score.all.precision(),
               score.all.recall(), score.all.f1());
  for (const float value : settings.type) std::fprintf(stderr, "%.2f ", value);
  std::fprintf(stderr, "| ");
  for (const float value : settings.role) std::fprintf(stderr, "%.2f ", value);
  std::fprintf(stderr, "| %.2f %.2f\n", settings.member, settings.same);
  const eval::Muc4Score muc4 = score_muc4();
  for (std::size_t slot = 2; slot < coding::kSlotCount; ++slot) {
    const eval::Muc4Counts& c = muc4.slots[slot];
    std::fprintf(stderr, "MUC-4 slot %zu: COR %zu PAR %zu INC %zu MIS %zu SPU %zu, R %.3f P %.3f\n", slot,
                 c.correct, c.partial, c.incorrect, c.missing, c.spurious, c.recall(), c.precision());
  }
  std::fprintf(stderr, "held-out folds, MUC-4: R %.3f P %.3f F %.4f\n", muc4.all.recall(),
               muc4.all.precision(), muc4.all.f1());
  std::vector<float> packed(settings.role.begin(), settings.role.end());
  packed.insert(packed.end(), settings.type.begin(), settings.type.end());
  packed.push_back(settings.member);
  packed.push_back(settings.same);
  sections.emplace_back(
      "settings", std::string(reinterpret_cast<const char*>(packed.data()), packed.size() * sizeof(float)));
  const std::string out = language::write_model_file(sections);
  if (const auto written = base::write_file(argv[2], out); !written) {
    std::cerr << base::print(written.error()) << "\n";
    return 2;
  }
  std::fprintf(stderr, "%.1f s: %zu bytes\n", seconds(), out.size());
  return 0;
}
