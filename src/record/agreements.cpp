// Which statements speak of one agreement? Within a report, stages open
// mentions and terms, roles and claims gather under them; mentions.h puts those
// of several reports together, and here the rows are made. What is told in
// passing as history and what is only talked about elsewhere stay agreements
// of their own.
#include <algorithm>
#include <map>
#include <set>

#include "model/ranks.h"
#include "record/aliases.h"
#include "record/mentions.h"
#include "record/names.h"
#include "record/work.h"

namespace hudna::record {

using model::ActorId;
using model::AgreementId;
using model::Modality;
using model::PlaceId;
using model::Side;
using model::SlotName;
using model::StatementId;
using model::StatementKind;

namespace {

class AgreementMaker {
 public:
  explicit AgreementMaker(Work* work)
      : work_(*work), p_(work->policies), mentions_(work->mentions), foreign_to_deal_(work->foreign_to_deal) {}

  void read() {
    for (std::uint32_t r = 0; r < work_.readings.size(); ++r) read_report(r);
  }
  void review(std::vector<MentionCluster>* clusters) {
    clusters_ = std::move(*clusters);
    apply_reviews();
    *clusters = std::move(clusters_);
  }
  void write(std::vector<MentionCluster> clusters) {
    clusters_ = std::move(clusters);
    find_beside();
    emit();
    other_claims();
  }

 private:
  bool about_deals(const Fact& fact) const {
    if (fact.rejected) return false;
    switch (fact.stmt->kind) {
      case StatementKind::Stage:
      case StatementKind::Provision:
      case StatementKind::Role:
        return true;
      case StatementKind::Claim:
        return p_.listed("agreement.acts", fact.stmt->type);
      case StatementKind::Incident:
      case StatementKind::Tally:
        return false;
    }
    return false;
  }

  bool is_onset(const Fact& fact) const { return p_.listed("agreement.onset", fact.stmt->type); }

  Day report_day(model::ReportId report) const { return telling_day(work_.report_days[report.index()]); }

  bool long_ago(const Fact& fact) const {
    const DayRange published = work_.report_days[fact.report.index()];
    return fact.dated && fact.days.bounded() && published.bounded() &&
           fact.days.max < published.min - p_.weight("agreement.history_days");
  }

  // Where a deal is: located places below the country, in the country that the report is about. Talks are
  // held abroad often enough that a foreign town is a venue, and "in Syria" or the like says nothing of a
  // local deal.
  std::vector<PlaceId> deal_places(const Fact& fact) const {
    if (foreign_to_deal_.count(fact.id.value) != 0) return {};
    const std::string& country = work_.readings[fact.report.index()]->parts().main_country;
    std::vector<PlaceId> out;
    for (const PlaceId id : fact.places) {
      const model::PlaceRow& row = work_.out.places[id];
      if (!row.located || row.precision == model::Precision::Country) continue;
      if (!country.empty() && !row.country.empty() && row.country != country) continue;
      out.push_back(id);
    }
    return out;
  }

  bool same_province(const std::vector<PlaceId>& a, const std::vector<PlaceId>& b) const {
    for (const PlaceId one : a) {
      for (const PlaceId two : b) {
        const model::PlaceRow &x = work_.out.places[one], &y = work_.out.places[two];
        if (!x.admin1.empty() && x.admin1 == y.admin1 && x.country == y.country) return true;
      }
    }
    return false;
  }

  // "The understanding was reached …": words that speak of a deal named before. A place that stands right by
  // the deal's noun ("the truce in …") makes it a deal of its own.
  bool speaks_of_known_deal(const Fact& fact) const {
    const std::vector<std::string> words = split_words(fold_name(fact.stmt->evidence.quote));
    std::vector<std::vector<std::string>> place_words;
    for (const model::Slot& slot : fact.stmt->slots) {
      if (slot.name == SlotName::Place && !slot.text.empty())
        place_words.push_back(split_words(fold_name(slot.text)));
    }
    const auto stands_at = [&words](const std::vector<std::string>& wanted, std::size_t at) {
      return !wanted.empty() && at + wanted.size() <= words.size() &&
             std::equal(wanted.begin(), wanted.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto play = static_cast<std::size_t>(p_.weight("agreement.anaphor_words"));
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (!p_.listed("agreement.deal_articles", words[i])) continue;
      for (const std::string& noun : p_.list("agreement.deal_nouns")) {
        const std::vector<std::string> parts = split_words(fold_name(noun));
        if (!stands_at(parts, i + 1)) continue;
        const std::size_t after = i + 1 + parts.size();
        bool own_place = false;
        for (const std::vector<std::string>& place : place_words) {
          for (std::size_t k = after; k <= after + play + 1; ++k) own_place = own_place || stands_at(place, k);
        }
        if (!own_place) return true;
      }
    }
    return false;
  }

  // The place that is said of captives in the words of a stage is where they are held.
  bool place_of_object(std::uint32_t i) const {
    const Fact& fact = work_.facts[i];
    const std::uint32_t r = fact.report.value;
    for (std::uint32_t k = work_.first_fact[r]; k < work_.first_fact[r + 1]; ++k) {
      const Fact& other = work_.facts[k];
      if (other.stmt->kind == StatementKind::Provision && p_.listed("agreement.place_of_object", other.stmt->type) &&
          other.stmt->evidence.span.overlaps(fact.stmt->evidence.span) && other.places == fact.places)
        return true;
    }
    return false;
  }

  // The place that the report names most, for a deal that no words place; none when several lead.
  std::vector<PlaceId> main_place(std::uint32_t report) const {
    std::map<PlaceId, std::size_t> counts;
    for (std::uint32_t i = work_.first_fact[report]; i < work_.first_fact[report + 1]; ++i) {
      const Fact& fact = work_.facts[i];
      if (fact.place_stated && !fact.place_named) continue;  // "the city" may be the wrong one
      for (const PlaceId id : deal_places(fact)) ++counts[id];
    }
    std::size_t most = 0, leaders = 0;
    PlaceId best;
    for (const auto& [id, count] : counts) {
      if (count > most)
        most = count, leaders = 1, best = id;
      else if (count == most)
        ++leaders;
    }
    return leaders == 1 ? std::vector<PlaceId>{best} : std::vector<PlaceId>{};
  }

  // ---- within one report ----

  void read_report(std::uint32_t r) {
    const std::uint32_t begin = work_.first_fact[r], end = work_.first_fact[r + 1];
    std::vector<Mention> here;
    std::vector<std::uint32_t> later;
    bool any_firm_term = false;
    for (std::uint32_t i = begin; i < end; ++i) {
      const Fact& fact = work_.facts[i];
      if (!about_deals(fact)) continue;
      const bool denied = fact.stmt->modality == Modality::Denied || fact.stmt->modality == Modality::Negated;
      if (fact.stmt->kind != StatementKind::Stage || denied) {
        later.push_back(i);
        any_firm_term = any_firm_term || fact.stmt->kind == StatementKind::Provision ||
                        fact.stmt->kind == StatementKind::Role;
        continue;
      }
      if (!is_onset(fact) && place_of_object(i)) foreign_to_deal_.insert(i);
      Mention* to = find_for_stage(&here, fact);
      if (to == nullptr) to = find_known_deal(&here, fact);
      if (to == nullptr) {
        here.emplace_back();
        to = &here.back();
        to->at = model::ReportId(r);
        to->background = fact.earlier || long_ago(fact);
      }
      to->facts.push_back(i);
      const std::vector<PlaceId> where = deal_places(fact);
      to->places.insert(to->places.end(), where.begin(), where.end());
      sort_unique(&to->places);
      if (is_onset(fact) && fact.dated && fact.days.bounded() &&
          (!to->has_onset || fact.days.length() < to->onset.length())) {
        to->onset = fact.days;
        to->has_onset = true;
      }
      if (is_told_as_fact(fact.stmt->modality) && !p_.listed("agreement.talks", fact.stmt->type))
        to->prospective = false;
    }
    for (const std::uint32_t i : later) {
      const Fact& fact = work_.facts[i];
      Mention* to = find_for_term(&here, fact);
      if (to == nullptr) {
        // A term or role without any stage: the deal is known only by it. A lone claim opens nothing.
        if (fact.stmt->kind == StatementKind::Claim || !any_firm_term) continue;
        here.emplace_back();
        to = &here.back();
        to->at = model::ReportId(r);
        // Where the report has other deals, what fits none of them is of another time.
        to->background = fact.earlier || long_ago(fact) || here.size() > 1;
        if (to->background && fact.dated) to->onset = fact.days, to->has_onset = fact.days.bounded();
        to->prospective = fact.stmt->kind != StatementKind::Role;
        to->places = deal_places(fact);
      }
      to->facts.push_back(i);
    }
    const auto live = std::count_if(here.begin(), here.end(), [](const Mention& m) { return !m.background; });
    std::size_t number = 0;
    for (Mention& mention : here) {
      std::sort(mention.facts.begin(), mention.facts.end());
      finish(&mention);
      if (live == 1 && !mention.background && !mention.stated) {
        // A report of one deal that does not place it: whatever it names is near it.
        for (std::uint32_t i = begin; i < end; ++i) {
          const std::vector<std::uint64_t>& more = work_.facts[i].names;
          mention.names.insert(mention.names.end(), more.begin(), more.end());
        }
        sort_unique(&mention.names);
      }
      if (!anchored(mention)) continue;
      // "Previous ceasefires have not held": history that names neither a place nor a day is no deal that
      // could be told from others; its words stay in the text layer.
      if (mention.background && (mention.places.empty() || (!mention.has_onset && !place_stated(mention))))
        continue;
      name_mention(number++, &mention);
      mentions_.push_back(std::move(mention));
    }
  }

  // Whether what is told is a deal at all. People go home, posts are set up and aid comes in without any: such
  // words stay in the text layer.
  bool anchored(const Mention& mention) const {
    const auto speaks_of_deal = [this](std::string_view text) {
      const std::string words = " " + fold_name(text) + " ";
      for (const char* list : {"agreement.deal_nouns", "agreement.anchor_words"}) {
        for (const std::string& word : p_.list(list)) {
          if (words.find(" " + fold_name(word) + " ") != std::string::npos) return true;
        }
      }
      return false;
    };
    // "The guns have gone silent": so they do without a deal, too.
    const auto quiet_only = [&](const Fact& fact) {
      const std::vector<std::string> words = split_words(fold_name(fact.stmt->evidence.quote));
      return std::any_of(
                 words.begin(), words.end(),
                 [this](const std::string& word) { return p_.listed("agreement.quiet_words", word); }) &&
             !speaks_of_deal(fact.stmt->evidence.quote);
    };
    bool quiet = false, other_onset = false;
    for (const std::uint32_t i : mention.facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind != StatementKind::Stage || !is_onset(fact)) continue;
      (quiet_only(fact) ? quiet : other_onset) = true;
    }
    const bool only_quiet = quiet && !other_onset;
    if ((mention.has_onset && !only_quiet) ||
        mention.terms.size() >= static_cast<std::size_t>(p_.weight("agreement.anchor_terms")))
      return true;
    for (const std::uint32_t i : mention.facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind == StatementKind::Claim) continue;
      if ((fact.stmt->kind == StatementKind::Stage && is_onset(fact) && !quiet_only(fact)) ||
          speaks_of_deal(fact.stmt->evidence.quote))
        return true;
    }
    return speaks_of_deal(work_.out.reports[mention.at].title);
  }

  void name_mention(std::size_t number, Mention* mention) const {
    const std::string& report = work_.out.reports[mention->at].id;
    const std::string digits = std::to_string(number);
    mention->id = report + "#" + digits;
    mention->report = report;
    mention->order = model::rank_of(work_.out.reports[mention->at]) + "#" +
                     std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
    mention->published = work_.report_days[mention->at.index()];
    for (const std::uint32_t i : mention->facts) mention->statements.push_back(work_.facts[i].stmt->id);
  }

  Mention* find_for_stage(std::vector<Mention>* here, const Fact& fact) const {
    const bool past = fact.earlier || long_ago(fact);
    const std::vector<PlaceId> where = deal_places(fact);
    Mention* best = nullptr;
    int best_score = 0;
    for (Mention& mention : *here) {
      PlaceMatch place = work_.match(mention.places, where);
      // Towns of one province in one report are more often one deal's than two deals'; history is told town
      // by town.
      if (place == PlaceMatch::Apart && !past && same_province(mention.places, where))
        place = PlaceMatch::Unknown;
      if (place == PlaceMatch::Apart) continue;
      const bool both_dated = mention.has_onset && fact.dated && fact.days.bounded();
      const std::int64_t apart = both_dated ? mention.onset.gap(fact.days) : 0;
      if (mention.background != past) continue;
      if (both_dated && is_onset(fact) && apart > p_.weight("agreement.declared_days")) continue;
      if (both_dated && !is_onset(fact) &&
          (fact.days.max < mention.onset.min - p_.weight("agreement.talks_days") || apart > 400))
        continue;
      // Two histories without dates to tell them apart are one only in the same place.
      int score = 1 + static_cast<int>(place) * 2 + (both_dated && apart == 0 ? 2 : 0);
      if (&mention == &here->back()) score += 1;
      if (score > best_score) best_score = score, best = &mention;
    }
    return best;
  }

  // A place elsewhere does not make "the understanding" another one: it is where it was signed, or who helped
  // sits there. The deal spoken of last, unless the times are apart.
  Mention* find_known_deal(std::vector<Mention>* here, const Fact& fact) {
    if (here->empty() || fact.earlier || long_ago(fact) || !speaks_of_known_deal(fact)) return nullptr;
    for (std::size_t k = here->size(); k-- > 0;) {
      Mention& mention = (*here)[k];
      if (mention.background || mention.prospective) continue;
      if (mention.has_onset && fact.dated && fact.days.bounded() && is_onset(fact) &&
          mention.onset.gap(fact.days) > p_.weight("agreement.declared_days"))
        continue;
      foreign_to_deal_.insert(fact.id.value);
      return &mention;
    }
    return nullptr;
  }

  // The deal that a term, role or claim belongs to: that of the sentence around it, of its place, else the
  // one spoken of last.
  Mention* find_for_term(std::vector<Mention>* here, const Fact& fact) const {
    const bool past = fact.earlier || long_ago(fact);
    Mention* best = nullptr;
    std::int64_t best_score = -1;
    for (Mention& mention : *here) {
      if (past != mention.background) {
        // History keeps to history, unless it stands in the very words that tell of the deal.
        if (past || !overlaps_stage(mention, fact)) continue;
      }
      if (of_another_time(mention, fact)) continue;
      std::int64_t score = mention.background ? 0 : 1000;
      const PlaceMatch place = work_.match(mention.places, fact.places);
      if (place == PlaceMatch::Same || place == PlaceMatch::Within) score += 4000;
      if (place == PlaceMatch::Near) score += 2000;
      if (overlaps_stage(mention, fact)) score += 3000;
      // The distance back in the text to the deal's last words before the term.
      std::int64_t back = 900;
      for (const std::uint32_t k : mention.facts) {
        const Fact& other = work_.facts[k];
        const std::int64_t distance =
            std::int64_t{fact.stmt->evidence.span.begin} - other.stmt->evidence.span.begin;
        if (distance >= 0) back = std::min<std::int64_t>(back, distance / 20);
      }
      score += 900 - back;
      if (!mention.prospective) score += 100;
      if (score > best_score) best_score = score, best = &mention;
    }
    return best;
  }

  // A role is as old as its deal: one dated months before this deal belongs to another ("left in November
  // during a … -brokered ceasefire"). Terms name the days to come, so their dates say nothing.
  bool of_another_time(const Mention& mention, const Fact& fact) const {
    if (fact.stmt->kind != StatementKind::Role || !fact.dated || !fact.days.bounded()) return false;
    if (mention.has_onset) return mention.onset.gap(fact.days) > p_.weight("agreement.talks_days");
    const DayRange published = work_.report_days[fact.report.index()];
    return !mention.background && published.bounded() &&
           fact.days.max < published.min - p_.weight("agreement.talks_days");
  }

  bool dated(const Mention& mention) const {
    return std::any_of(mention.facts.begin(), mention.facts.end(), [this](std::uint32_t i) {
      return work_.facts[i].dated && work_.facts[i].days.bounded();
    });
  }

  bool place_stated(const Mention& mention) const {
    return std::any_of(mention.facts.begin(), mention.facts.end(),
                       [this](std::uint32_t i) { return work_.facts[i].place_stated; });
  }

  bool overlaps_stage(const Mention& mention, const Fact& fact) const {
    for (const std::uint32_t k : mention.facts) {
      const Fact& other = work_.facts[k];
      if (other.stmt->kind == StatementKind::Stage &&
          other.stmt->evidence.span.overlaps(fact.stmt->evidence.span))
        return true;
    }
    return false;
  }

  void finish(Mention* mention) const {
    std::vector<ActorId> stances;
    for (const std::uint32_t i : mention->facts) {
      const Fact& fact = work_.facts[i];
      mention->names.insert(mention->names.end(), fact.names.begin(), fact.names.end());
      const bool denied = fact.stmt->modality == Modality::Denied || fact.stmt->modality == Modality::Negated;
      if (denied) continue;
      if (fact.stmt->kind == StatementKind::Provision) {
        mention->terms.push_back(fact.stmt->type);
        mention->sides.insert(mention->sides.end(), fact.actors.begin(), fact.actors.end());
        if (mention->places.empty()) mention->places = deal_places(fact);
      } else if (fact.stmt->kind == StatementKind::Stage) {
        mention->sides.insert(mention->sides.end(), fact.parties.begin(), fact.parties.end());
      } else if (fact.stmt->kind == StatementKind::Role) {
        std::vector<ActorId>& to = fact.stmt->type == "party" ? mention->sides : mention->brokers;
        to.insert(to.end(), fact.actors.begin(), fact.actors.end());
        to.insert(to.end(), fact.parties.begin(), fact.parties.end());
        if (mention->places.empty()) mention->places = deal_places(fact);
      } else if (fact.stmt->kind == StatementKind::Claim &&
                 (fact.stmt->type == "support_agreement" || fact.stmt->type == "oppose_agreement")) {
        stances.insert(stances.end(), fact.actors.begin(), fact.actors.end());
      }
    }
    // Who is for or against it tells which deal is meant where nobody names its sides.
    if (mention->sides.empty()) mention->sides = std::move(stances);
    // Only actors of the lexicon can tell two deals apart: "they" and "gunmen" may be anybody.
    for (std::vector<ActorId>* list : {&mention->sides, &mention->brokers}) {
      list->erase(std::remove_if(list->begin(), list->end(),
                                 [this](ActorId id) { return !work_.out.actors[id].in_lexicon; }),
                  list->end());
    }
    sort_unique(&mention->sides);
    sort_unique(&mention->brokers);
    sort_unique(&mention->terms);
    sort_unique(&mention->names);
    if (mention->places.empty() && (!mention->background || mention->has_onset || dated(*mention)))
      mention->places = main_place(mention->at.value);
    for (const std::uint32_t i : mention->facts)
      mention->stated = mention->stated || (work_.facts[i].place_stated && !deal_places(work_.facts[i]).empty());
    // A town that no gazetteer knows is still a name to tell deals apart by.
    for (const std::uint32_t i : mention->facts) {
      const Fact& fact = work_.facts[i];
      if (!mention->places.empty() || fact.stmt->kind != StatementKind::Stage) continue;
      for (const PlaceId id : fact.places) {
        if (!work_.out.places[id].located) mention->places.push_back(id);
      }
    }
    sort_unique(&mention->places);
    if (!mention->background || mention->has_onset) return;
    // History is told by its end as often as by its start ("collapsed in 2018"): any of its days tells it
    // from others.
    for (const std::uint32_t i : mention->facts) {
      const Fact& fact = work_.facts[i];
      if (!fact.dated || !fact.days.bounded()) continue;
      mention->onset = fact.days;
      mention->has_onset = true;
      return;
    }
  }

  // What reviewers put together or took apart, in the order of their decisions.
  void apply_reviews() {
    for (const model::Decision* entry : work_.rulings.shapes("ag-")) {
      std::vector<std::string> named = entry->others;
      if (entry->decision == "merge") named.insert(named.end(), entry->anchors.begin(), entry->anchors.end());
      const std::vector<std::uint32_t> facts = facts_named(work_, named);
      if (entry->decision == "split")
        split(facts);
      else
        join(facts, *entry);
    }
  }

  void rebuild(MentionCluster* cluster) const {
    const std::vector<std::uint32_t> mentions = std::move(cluster->mentions);
    MentionCluster fresh;
    fresh.merges = std::move(cluster->merges);
    for (const std::uint32_t m : mentions) absorb(mentions_, m, &fresh);
    *cluster = std::move(fresh);
  }

  // The facts, wherever they are, as a deal of their own: whole mentions move, others are parted.
  void split(const std::vector<std::uint32_t>& facts) {
    MentionCluster fresh;
    for (MentionCluster& cluster : clusters_) {
      std::vector<std::uint32_t> stay;
      for (const std::uint32_t m : cluster.mentions) {
        std::vector<std::uint32_t> out, in;
        for (const std::uint32_t i : mentions_[m].facts)
          (std::binary_search(facts.begin(), facts.end(), i) ? out : in).push_back(i);
        if (out.empty()) {
          stay.push_back(m);
          continue;
        }
        cluster.merges.erase(std::remove_if(cluster.merges.begin(), cluster.merges.end(),
                                            [&](const MentionMerge& r) { return r.joined == m; }),
                             cluster.merges.end());
        Mention parted;
        parted.at = mentions_[m].at;
        parted.background = mentions_[m].background;
        parted.prospective = mentions_[m].prospective;
        parted.facts = std::move(out);
        for (const std::uint32_t i : parted.facts) {
          const Fact& fact = work_.facts[i];
          if (fact.stmt->kind != StatementKind::Stage) continue;
          const std::vector<PlaceId> where = deal_places(fact);
          parted.places.insert(parted.places.end(), where.begin(), where.end());
          if (is_onset(fact) && fact.dated && fact.days.bounded())
            parted.onset = fact.days, parted.has_onset = true;
        }
        sort_unique(&parted.places);
        finish(&parted);
        name_mention(1000 + mentions_.size(), &parted);
        if (!in.empty()) {
          mentions_[m].facts = std::move(in);
          stay.push_back(m);
        }
        fresh.mentions.push_back(static_cast<std::uint32_t>(mentions_.size()));
        mentions_.push_back(std::move(parted));
      }
      if (stay.size() != cluster.mentions.size()) {
        cluster.mentions = std::move(stay);
        rebuild(&cluster);
      }
    }
    if (!fresh.mentions.empty()) {
      rebuild(&fresh);
      clusters_.push_back(std::move(fresh));
    }
    drop_empty();
  }

  void join(const std::vector<std::uint32_t>& facts, const model::Decision& entry) {
    MentionCluster* into = nullptr;
    for (MentionCluster& cluster : clusters_) {
      bool here = false;
      for (const std::uint32_t m : cluster.mentions) {
        for (const std::uint32_t i : mentions_[m].facts)
          here = here || std::binary_search(facts.begin(), facts.end(), i);
      }
      if (!here) continue;
      if (into == nullptr) {
        into = &cluster;
        continue;
      }
      into->merges.push_back({into->mentions.front(), cluster.mentions.front(), 1000, "reviewer",
                              {"put together by " + entry.reviewer}});
      into->merges.insert(into->merges.end(), cluster.merges.begin(), cluster.merges.end());
      into->mentions.insert(into->mentions.end(), cluster.mentions.begin(), cluster.mentions.end());
      cluster = {};
    }
    if (into != nullptr) rebuild(into);
    drop_empty();
  }

  void drop_empty() {
    clusters_.erase(std::remove_if(clusters_.begin(), clusters_.end(),
                                   [](const MentionCluster& cluster) { return cluster.mentions.empty(); }),
                    clusters_.end());
  }

  // Stages of two deals in one sentence.
  void find_beside() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_report;
    for (std::uint32_t m = 0; m < mentions_.size(); ++m) by_report[mentions_[m].at.value].push_back(m);
    for (const auto& [report, list] : by_report) {
      for (const std::uint32_t a : list) {
        mentions_[a].beside.clear();
        for (const std::uint32_t b : list) {
          if (a != b) find_beside(a, b);
        }
      }
    }
  }
  void find_beside(std::uint32_t a, std::uint32_t b) {
    for (const std::uint32_t i : mentions_[a].facts) {
      const Fact& mine = work_.facts[i];
      if (mine.stmt->kind != StatementKind::Stage) continue;
      for (const std::uint32_t k : mentions_[b].facts) {
        const Fact& theirs = work_.facts[k];
        if (theirs.stmt->kind != StatementKind::Stage || !mine.stmt->evidence.span.overlaps(theirs.stmt->evidence.span))
          continue;
        mentions_[a].beside.push_back({mentions_[b].id, mine.stmt->id, theirs.stmt->id});
        return;  // one pair tells it
      }
    }
  }

  // ---- rows ----

  // Times of the onset statements of these types: the narrowest that most origins give.
  std::optional<model::Sourced<model::Period>> time_of(const std::vector<std::uint32_t>& facts,
                                                       const std::vector<std::string>& types) const {
    std::vector<std::pair<std::string, StatementId>> pairs;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind != StatementKind::Stage || !is_told_as_fact(fact.stmt->modality)) continue;
      if (std::find(types.begin(), types.end(), fact.stmt->type) == types.end()) continue;
      std::string edtf;
      if (fact.dated) {
        for (const model::Slot* slot : model::slots_of(*fact.stmt, SlotName::Date)) {
          if (const auto* time = std::get_if<model::TimeValue>(&slot->value); time != nullptr && edtf.empty())
            edtf = time->edtf;
        }
        // As stated, unless the report's own date made it wider.
        const auto stated = find_range(edtf);
        if (!stated || !(*stated == fact.days)) edtf = make_period(fact.days).edtf;
      }
      if (!edtf.empty() && find_range(edtf)) pairs.emplace_back(edtf, fact.id);
    }
    if (pairs.empty()) return std::nullopt;
    std::vector<model::Sourced<std::string>> all =
        gather(work_, pairs, work_.rule("narrowest-of-most-origins"));
    // "In May" supports "2 May": a wider date counts for every narrower one inside it.
    std::size_t best = 0;
    std::pair<std::size_t, std::int64_t> best_score{0, 0};
    for (std::size_t i = 0; i < all.size(); ++i) {
      const DayRange range = *find_range(all[i].value);
      std::size_t support = 0;
      for (const auto& other : all) support += find_range(other.value)->overlaps(range) ? other.origins : 0;
      // A time of day is more precise than its day.
      const std::int64_t width = range.length() * 2 - (all[i].value.find('T') != std::string::npos ? 1 : 0);
      const std::pair<std::size_t, std::int64_t> score{support, -width};
      if (i == 0 || score > best_score) best_score = score, best = i;
    }
    model::Sourced<model::Period> out;
    const DayRange range = *find_range(all[best].value);
    out.value = make_period(all[best].value);
    bool clash = false;
    for (const auto& other : all) {
      if (find_range(other.value)->overlaps(range))
        out.statements.insert(out.statements.end(), other.statements.begin(), other.statements.end());
      else
        clash = true;
    }
    sort_unique(&out.statements);
    out.rule = all[best].rule;
    out.origins = work_.count_origins(out.statements);
    out.agreement = clash ? model::Accord::Conflict : work_.accord(out.statements);
    return out;
  }

  const KindRule& kind_of(const std::vector<std::uint32_t>& facts,
                          const std::vector<std::string>& terms) const {
    std::string text;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      // Claims speak of many things; the words that name the deal stand with its stages, terms and roles.
      if (fact.stmt->kind != StatementKind::Claim) text += " " + fold_name(fact.stmt->evidence.quote) + " ";
    }
    const auto any_term = [&](const std::vector<std::string>& list) {
      return std::any_of(list.begin(), list.end(), [&](const std::string& type) {
        return std::find(terms.begin(), terms.end(), type) != terms.end();
      });
    };
    for (const KindRule& rule : p_.kinds) {
      for (const std::string& word : rule.words) {
        if (text.find(" " + fold_name(word) + " ") != std::string::npos) return rule;
      }
      if (!rule.provisions.empty() && any_term(rule.provisions) &&
          (rule.and_any.empty() || any_term(rule.and_any)))
        return rule;
    }
    return p_.kinds.back();
  }

  void emit() {
    // By their first statements, so that of two ids that would be the same always the same one is told apart.
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      std::string anchor;
      for (const std::uint32_t m : clusters_[c].mentions) {
        for (const std::string& id : mentions_[m].statements) {
          if (anchor.empty() || id < anchor) anchor = id;
        }
      }
      order.emplace_back(std::move(anchor), c);
    }
    std::sort(order.begin(), order.end());
    std::set<std::string> taken;
    for (const auto& [anchor, c] : order) emit_one(clusters_[c], &taken);
    order_rows();
  }

  // Agreements by their ranks, and what belongs to them in their order.
  void order_rows() {
    model::RecordParts& out = work_.out;
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t a = 0; a < out.agreements.size(); ++a)
      order.emplace_back(model::rank_of(out, out.agreements[AgreementId(a)]), a);
    std::sort(order.begin(), order.end());
    base::Table<AgreementId, model::AgreementRow> agreements;
    base::Table<model::ProvisionId, model::ProvisionRow> provisions;
    base::Table<model::StageId, model::StageRow> stages;
    base::Table<model::DeadlineId, model::DeadlineRow> deadlines;
    base::Table<model::ClaimId, model::ClaimRow> claims;
    for (const auto& [rank, a] : order) {
      model::AgreementRow row = std::move(out.agreements[AgreementId(a)]);
      const AgreementId here(agreements.size());
      const auto move_rows = [here](auto* ids, auto* from, auto* to) {
        for (auto& id : *ids) {
          auto moved = std::move((*from)[id]);
          moved.agreement = here;
          id = to->push(std::move(moved));
        }
      };
      move_rows(&row.provisions, &out.provisions, &provisions);
      move_rows(&row.stages, &out.stages, &stages);
      move_rows(&row.claims, &out.claims, &claims);
      // A provision's deadlines are listed by it and by the agreement, in one order.
      std::map<model::DeadlineId, model::DeadlineId> now;
      for (const model::DeadlineId id : row.deadlines) now.emplace(id, model::DeadlineId(deadlines.size() + now.size()));
      move_rows(&row.deadlines, &out.deadlines, &deadlines);
      for (const model::ProvisionId id : row.provisions) {
        for (model::DeadlineId& due : provisions[id].deadlines) {
          due = now.at(due);
          deadlines[due].provision = id;
        }
      }
      agreements.push(std::move(row));
    }
    out.agreements = std::move(agreements);
    out.provisions = std::move(provisions);
    out.stages = std::move(stages);
    out.deadlines = std::move(deadlines);
    out.claims = std::move(claims);
  }

  static std::string slug(std::string_view text) {
    std::string out;
    for (const char c : fold_name(text)) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out.push_back(c);
      else if (!out.empty() && out.back() != '-')
        out.push_back('-');
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out.empty() ? "unplaced" : out.substr(0, 40);
  }

  void emit_one(const MentionCluster& cluster, std::set<std::string>* taken) {
    const AgreementId at(work_.out.agreements.size());
    std::vector<std::uint32_t> facts;
    model::AgreementRow row;
    for (const std::uint32_t m : cluster.mentions) {
      facts.insert(facts.end(), mentions_[m].facts.begin(), mentions_[m].facts.end());
      row.reports.push_back(mentions_[m].at);
    }
    std::sort(facts.begin(), facts.end());
    sort_unique(&row.reports);
    for (const std::uint32_t i : facts) row.statements.push_back(work_.facts[i].id);
    row.origins = work_.count_origins(row.statements);
    row.standing = cluster.background    ? model::Standing::Background
                   : cluster.prospective ? model::Standing::Prospective
                                         : model::Standing::Reported;
    for (const MentionMerge& merge : cluster.merges) {
      row.merges.push_back({work_.facts[mentions_[merge.kept].facts.front()].id,
                            work_.facts[mentions_[merge.joined].facts.front()].id, merge.score,
                            work_.rule(merge.rule), merge.reasons});
    }
    std::sort(row.merges.begin(), row.merges.end(), [](const auto& a, const auto& b) { return a.joined < b.joined; });

    // Stated places of stages, else understood ones, else those of terms.
    std::vector<std::pair<PlaceId, StatementId>> places, understood_places, term_places;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      for (const PlaceId place : deal_places(fact)) {
        auto& to = fact.stmt->kind != StatementKind::Stage ? term_places
                   : fact.place_stated                     ? places
                                                           : understood_places;
        to.emplace_back(place, fact.id);
      }
    }
    if (places.empty()) places = std::move(understood_places);
    if (places.empty()) places = std::move(term_places);
    const bool understood = places.empty();
    for (std::size_t k = 0; understood && k < cluster.places.size(); ++k)
      places.emplace_back(cluster.places[k], row.statements.front());
    // The deal's own places: where its stages are; a place that only names another deal's town is apart from
    // the first.
    row.places = gather(work_, std::move(places), work_.rule("most-origins"));

    row.declared = time_of(facts, {"agreed", "signed"});
    row.effective = time_of(facts, {"in_force"});
    row.ended = time_of(facts, p_.list("agreement.end"));
    make_parties(facts, &row);
    make_third_parties(facts, &row);
    make_stages(facts, at, &row);
    make_provisions(facts, at, &row);
    make_claims(facts, at, &row);

    const KindRule& kind = kind_of(facts, cluster.terms);
    row.kind = kind.name;
    const std::string where =
        row.places.empty() ? std::string() : work_.out.places[row.places.front().value].name;
    row.title = where.empty() ? "Unplaced " + kind.label : where + " " + kind.label;
    const Day day = onset_of(work_, row) != kOpenFuture ? onset_of(work_, row) : cluster.seen.min;
    std::string id = "ag-" + slug(where);
    if (day != kOpenFuture && day != kOpenPast) {
      id += "-" + print_day(day).substr(0, 7);
      row.title += ", " + month_words(day);
    }
    row.id = id + "-" + agreement_key(work_.out.statements[row.statements.front()].id);
    // Two keys of six digits may meet; the later one then tells itself apart by a longer one.
    if (!taken->insert(row.id).second)
      row.id = id + "-" + content_id("", {work_.out.statements[row.statements.front()].id});
    for (const std::uint32_t m : cluster.mentions) work_.mention_deals[mentions_[m].id] = row.id;
    work_.out.agreements.push(std::move(row));
  }

  // "Sides" and "fighters" name nobody.
  bool is_name(ActorId id) const {
    const model::ActorRow& row = work_.out.actors[id];
    return row.in_lexicon || starts_with_capital(row.name);
  }

  // A person who signs or speaks does it for a side; one capital word that nobody knows ("Whoever") is no
  // name.
  bool is_side(ActorId id) const {
    const model::ActorRow& row = work_.out.actors[id];
    if (!is_name(id)) return false;
    if (row.type == model::ActorType::PrivatePerson || row.type == model::ActorType::NamedSpokesperson ||
        row.type == model::ActorType::OfficialPerson)
      return false;
    return row.in_lexicon || row.type != model::ActorType::Unknown || row.name.find(' ') != std::string::npos;
  }

  // A word for many groups ("the guerrillas") and for none of them.
  bool collective(ActorId id) const {
    const std::vector<std::string> words = split_words(fold_name(work_.out.actors[id].name));
    return std::any_of(words.begin(), words.end(), [this](const std::string& word) {
      return p_.listed("agreement.collective_words", word);
    });
  }

  void make_parties(const std::vector<std::uint32_t>& facts, model::AgreementRow* row) const {
    std::vector<std::pair<ActorId, StatementId>> named, obliged;
    std::vector<std::vector<ActorId>> together;  // parties that one statement names beside each other
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (!is_told_as_fact(fact.stmt->modality) && fact.stmt->kind != StatementKind::Provision) continue;
      if (fact.stmt->kind == StatementKind::Stage ||
          (fact.stmt->kind == StatementKind::Role && fact.stmt->type == "party")) {
        std::vector<ActorId> here;
        for (const ActorId actor : fact.parties) {
          if (is_side(actor) && is_name(actor) && !collective(actor)) here.push_back(actor);
        }
        if (here.size() > 1) together.push_back(std::move(here));
        for (const ActorId actor : fact.parties) {
          // Who only tells of a deal between others is no party to it.
          const bool teller =
              std::binary_search(fact.said_by.begin(), fact.said_by.end(), actor) && fact.parties.size() > 2;
          if (is_side(actor) && !teller) named.emplace_back(actor, fact.id);
        }
        if (fact.stmt->kind == StatementKind::Role) {
          for (const ActorId actor : fact.actors) {
            if (is_side(actor)) named.emplace_back(actor, fact.id);
          }
        }
      } else if (fact.stmt->kind == StatementKind::Provision && fact.stmt->type != "exclusion" &&
                 fact.stmt->type != "monitoring") {
        for (const ActorId actor : fact.actors) {
          const Side side = work_.out.actors[actor].side;
          if (side == Side::Government || side == Side::Opposition) obliged.emplace_back(actor, fact.id);
        }
      }
    }
    const auto held = [&](Side side) {
      return std::any_of(row->parties.begin(), row->parties.end(),
                         [side](const model::Party& party) { return party.side == side; });
    };
    // Where the lexicon knows two of the names, a name that it does not know ("both foes") is another word
    // for them.
    std::set<ActorId> known;
    for (const auto& [actor, statement] : named) {
      if (work_.out.actors[actor].in_lexicon && !collective(actor)) known.insert(actor);
    }
    if (known.size() >= 2) {
      named.erase(std::remove_if(named.begin(), named.end(),
                                 [&](const auto& pair) {
                                   return known.count(pair.first) == 0 &&
                                          !work_.out.actors[pair.first].in_lexicon;
                                 }),
                  named.end());
    }
    // "Two guerrilla groups" are the two that another sentence names.
    const auto both_meant = [&](ActorId actor) {
      if (!collective(actor)) return false;
      return std::any_of(together.begin(), together.end(), [&](const std::vector<ActorId>& pair) {
        bool one_side = false, other_side = false;
        for (const ActorId member : pair) {
          const Side side = work_.out.actors[member].side;
          one_side = one_side || side == work_.out.actors[actor].side;
          other_side = other_side ||
                       (side != work_.out.actors[actor].side && side != Side::Unclear && side != Side::Other);
        }
        return one_side && !other_side;
      });
    };
    for (auto* list : {&named, &obliged}) {
      list->erase(std::remove_if(list->begin(), list->end(),
                                 [&](const auto& pair) { return both_meant(pair.first); }),
                  list->end());
    }
    for (auto& actor : gather(work_, std::move(named), work_.rule("named-as-party"))) {
      const Side side = work_.out.actors[actor.value].side;
      row->parties.push_back({role_id("party", actor), std::move(actor), side, ""});
    }
    // Who must do something under the terms is on a side; named parties of that side come first.
    for (auto& actor : gather(work_, std::move(obliged), work_.rule("bound-by-a-term"))) {
      const Side side = work_.out.actors[actor.value].side;
      if (!held(side)) row->parties.push_back({role_id("party", actor), std::move(actor), side, ""});
    }
    // Letters: the first side named is A; parties of one known side share a letter.
    std::map<Side, std::string> letters;
    char next = 'A';
    for (model::Party& party : row->parties) {
      if (party.side == Side::Third) {
        party.group = "third";
        continue;
      }
      std::string& letter =
          party.side == Side::Unclear || party.side == Side::Other ? party.group : letters[party.side];
      if (letter.empty()) {
        letter = std::string(1, next);
        if (next < 'Z') ++next;
      }
      party.group = letter;
    }
    // Two groups of one side that reached a truce reached it with each other.
    if (next == 'B') {
      for (const std::vector<ActorId>& pair : together) {
        if (pair.size() != 2) continue;
        for (model::Party& party : row->parties) {
          if (party.actor.value == pair.back() && party.group == "A") party.group = "B", next = 'C';
        }
        if (next != 'B') break;
      }
    }
    row->laterality = row->parties.empty()       ? "unclear"
                      : row->parties.size() == 1 ? "unclear"
                      : next - 'A' > 2           ? "multilateral"
                                                 : "bilateral";
  }

  std::string role_id(const std::string& role, const model::Sourced<ActorId>& actor) const {
    return content_id("ro-", {work_.out.statements[actor.statements.front()].id, role,
                              work_.out.actors[actor.value].id});
  }

  void make_third_parties(const std::vector<std::uint32_t>& facts, model::AgreementRow* row) const {
    std::map<std::pair<std::string, bool>, std::vector<std::pair<ActorId, StatementId>>> roles;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind != StatementKind::Role || fact.stmt->type == "party") continue;
      const bool denied = fact.stmt->modality == Modality::Denied || fact.stmt->modality == Modality::Negated;
      for (const ActorId actor : fact.actors) roles[{fact.stmt->type, denied}].emplace_back(actor, fact.id);
      for (const ActorId actor : fact.parties) roles[{fact.stmt->type, denied}].emplace_back(actor, fact.id);
    }
    for (auto& [role, pairs] : roles) {
      for (auto& actor : gather(work_, std::move(pairs), work_.rule("named-in-role"))) {
        row->third_parties.push_back({role_id(role.first + (role.second ? "/denied" : ""), actor), std::move(actor),
                                      role.first, role.second ? Modality::Denied : Modality::Actual});
      }
    }
  }

  void make_stages(const std::vector<std::uint32_t>& facts, AgreementId at, model::AgreementRow* row) {
    // Stages of one type and time are one event; those dated only by their report join a dated one of their
    // type.
    std::map<std::tuple<std::string, Modality, std::string>, std::vector<std::uint32_t>> events;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind != StatementKind::Stage) continue;
      std::string when = fact.dated ? make_period(fact.days).edtf : std::string();
      // Talks go on: each report's day is an event of its own. Other undated stages are as old as the first
      // report.
      if (when.empty() && p_.listed("agreement.talks", fact.stmt->type))
        when = "~" + work_.out.reports[fact.report].published;
      events[{fact.stmt->type, fact.stmt->modality, when}].push_back(i);
    }
    std::vector<model::StageRow> rows;
    for (const auto& [key, list] : events) {
      const auto& [type, modality, when] = key;
      model::StageRow stage;
      stage.agreement = at;
      stage.type = type;
      stage.modality = modality;
      stage.dated = !when.empty() && when[0] != '~';
      if (stage.dated)
        stage.time = make_period(when);
      else
        stage.time = report_period(work_.facts[list.front()].report);
      std::vector<std::pair<ActorId, StatementId>> actors;
      for (const std::uint32_t i : list) {
        stage.statements.push_back(work_.facts[i].id);
        for (const ActorId actor : work_.facts[i].actors) actors.emplace_back(actor, work_.facts[i].id);
      }
      sort_unique(&stage.statements);
      stage.actors = gather(work_, std::move(actors), work_.rule("all-reported"));
      stage.origins = work_.count_origins(stage.statements);
      stage.id = content_id("se-", {work_.out.statements[stage.statements.front()].id, type, when});
      rows.push_back(std::move(stage));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      const Day da = range_of(a.time).min, db = range_of(b.time).min;
      return da != db ? da < db : a.id < b.id;
    });
    for (model::StageRow& stage : rows) row->stages.push_back(work_.out.stages.push(std::move(stage)));
  }

  // The report's date as far as it can stand for the time of what it tells.
  model::Period report_period(model::ReportId report) const {
    return report_day(report) == kOpenFuture ? model::Period{}
                                             : make_period(work_.out.reports[report].published);
  }

  // The side or actor that makes one term two, when both sides have one.
  std::string obligor_key(const Fact& fact) const {
    if (!p_.listed("agreement.split_by_obligor", fact.stmt->type) || fact.actors.empty()) return {};
    const model::ActorRow& actor = work_.out.actors[fact.actors.front()];
    if (actor.side == Side::Government || actor.side == Side::Opposition)
      return std::string(name(actor.side));
    return actor.in_lexicon ? actor.id : std::string();
  }

  void make_provisions(const std::vector<std::uint32_t>& facts, AgreementId at, model::AgreementRow* row) {
    std::map<std::string, std::map<std::string, std::vector<std::uint32_t>>> types;
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind == StatementKind::Provision) types[fact.stmt->type][obligor_key(fact)].push_back(i);
    }
    for (auto& [type, by_obligor] : types) {
      // Terms whose obligor nobody could name go with the one that most statements give.
      if (by_obligor.size() > 1 && by_obligor.count("") != 0) {
        std::string most;
        std::size_t count = 0;
        for (const auto& [key, list] : by_obligor) {
          if (!key.empty() && list.size() > count) count = list.size(), most = key;
        }
        std::vector<std::uint32_t>& to = by_obligor[most];
        to.insert(to.end(), by_obligor[""].begin(), by_obligor[""].end());
        std::sort(to.begin(), to.end());
        by_obligor.erase("");
      }
      for (const auto& [key, list] : by_obligor) make_provision(type, list, at, row);
    }
  }

  void make_provision(const std::string& type, const std::vector<std::uint32_t>& list, AgreementId at,
                      model::AgreementRow* row) {
    const model::ProvisionId id(work_.out.provisions.size());
    model::ProvisionRow out;
    out.agreement = at;
    out.type = type;
    std::vector<std::pair<ActorId, StatementId>> obligors;
    std::vector<std::pair<std::string, StatementId>> objects, durations;
    std::vector<std::pair<PlaceId, StatementId>> places;
    bool denied = false, asserted = false, quoted = false, by_party = true;
    int best_rank = 99;
    for (const std::uint32_t i : list) {
      const Fact& fact = work_.facts[i];
      const Modality modality = fact.stmt->modality;
      out.statements.push_back(fact.id);
      if (modality == Modality::Denied || modality == Modality::Negated) {
        denied = true;
        continue;
      }
      asserted = true;
      quoted = quoted || fact.stmt->directness == "document";
      by_party = by_party && spoken_by_party(fact, *row);
      const int rank = modality_rank(modality);
      if (rank < best_rank) best_rank = rank, out.modality = modality;
      for (const ActorId actor : fact.actors) {
        // "They must hand over ...": whom a pronoun means, nobody has said.
        if (!p_.listed("names.pronouns", fold_name(work_.out.actors[actor].name)))
          obligors.emplace_back(actor, fact.id);
      }
      for (const PlaceId place : fact.places) places.emplace_back(place, fact.id);
      for (const model::Slot& slot : fact.stmt->slots) {
        if (slot.name == SlotName::Object && !slot.text.empty() &&
            !p_.listed("names.pronouns", fold_name(slot.text)))
          objects.emplace_back(model::fold_space(slot.text), fact.id);
        if (const auto* duration = std::get_if<model::DurationValue>(&slot.value);
            duration != nullptr && !duration->iso.empty()) {
          durations.emplace_back(duration->iso, fact.id);
        }
      }
    }
    if (!asserted) out.modality = Modality::Denied;
    sort_unique(&out.statements);
    out.text_status = denied && asserted     ? "disputed"
                      : quoted               ? "quoted_text"
                      : by_party && asserted ? "reported_by_party"
                                             : "paraphrased";
    out.obligors = gather(work_, std::move(obligors), work_.rule("all-reported"));
    out.objects = gather(work_, std::move(objects), work_.rule("all-reported"));
    out.places = gather(work_, std::move(places), work_.rule("all-reported"));
    out.figures = make_figures(work_, out.statements);
    out.origins = work_.count_origins(out.statements);
    out.id = content_id("pv-", {work_.out.statements[out.statements.front()].id, type});
    const bool term = type == "cessation_of_hostilities" || type == "duration" || type == "extension";
    if (!durations.empty() && term) {
      model::Sourced<std::string> first = gather(work_, durations, work_.rule("most-origins")).front();
      out.duration = model::Sourced<model::DurationValue>{
          {first.value}, first.statements, first.rule, first.agreement, first.origins};
      if (!row->term && type != "extension") row->term = out.duration;
    }
    if (!p_.listed("agreement.lasting_terms", type)) make_deadlines(list, at, id, &out, row);
    row->provisions.push_back(id);
    work_.out.provisions.push(std::move(out));
  }

  static int modality_rank(Modality modality) {
    switch (modality) {
      case Modality::Required:
        return 0;
      case Modality::Actual:
        return 1;
      case Modality::Planned:
        return 2;
      case Modality::Conditional:
        return 3;
      case Modality::Possible:
        return 4;
      case Modality::Predicted:
        return 5;
      case Modality::Hoped:
        return 6;
      default:
        return 7;
    }
  }

  bool spoken_by_party(const Fact& fact, const model::AgreementRow& row) const {
    for (const ActorId speaker : fact.said_by) {
      for (const model::Party& party : row.parties) {
        if (party.actor.value == speaker) return true;
        const Side side = work_.out.actors[speaker].side;
        if ((side == Side::Government || side == Side::Opposition) && side == party.side) return true;
      }
    }
    return false;
  }

  // Days by which something is to be done, as the terms state them. A day before the deal is none of its
  // deadlines, and a bare duration ("every week", "for two years") sets no day.
  void make_deadlines(const std::vector<std::uint32_t>& list, AgreementId at, model::ProvisionId provision,
                      model::ProvisionRow* out, model::AgreementRow* row) {
    std::map<std::tuple<std::string, std::string, model::Hardness>, std::vector<StatementId>>
        dues;  // edtf, duration, hardness
    Day onset = kOpenFuture;
    for (const auto* time : {&row->declared, &row->effective}) {
      if (*time) onset = std::min(onset, range_of((*time)->value).min);
    }
    for (const std::uint32_t i : list) {
      const Fact& fact = work_.facts[i];
      const Modality modality = fact.stmt->modality;
      if (modality == Modality::Denied || modality == Modality::Negated) continue;
      const model::Hardness hardness =
          modality == Modality::Required ? model::Hardness::Required
          : modality == Modality::Hoped || modality == Modality::Possible || modality == Modality::Predicted
              ? model::Hardness::Hoped
              : model::Hardness::Planned;
      for (const model::Slot& slot : fact.stmt->slots) {
        const auto* time = std::get_if<model::TimeValue>(&slot.value);
        if (slot.name != SlotName::Deadline || time == nullptr) continue;
        const auto due = find_range(time->edtf);
        if (!due) continue;
        // Counted from a date that is only known to a year, it is no day.
        const auto anchor = find_range(time->anchor);
        if (anchor && anchor->length() > kVagueDays) continue;
        const Day decides = due->max == kOpenFuture ? due->min : due->max;
        if (onset != kOpenFuture && onset != kOpenPast && decides < onset) continue;
        std::string counted;
        for (const model::Slot& other : fact.stmt->slots) {
          // "Within 72 hours": the day is counted, and by how much is kept.
          const auto* duration = std::get_if<model::DurationValue>(&other.value);
          if (duration != nullptr && !duration->iso.empty() && time->rule.rfind("within", 0) == 0)
            counted = duration->iso;
        }
        dues[{time->edtf, counted, hardness}].push_back(fact.id);
      }
    }
    for (auto& [key, statements] : dues) {
      model::DeadlineRow due;
      due.agreement = at;
      due.provision = provision;
      due.due = make_period(std::get<0>(key));
      due.duration = std::get<1>(key);
      due.basis = due.duration.empty() ? "stated_date" : "duration_from_event";
      due.hardness = std::get<2>(key);
      sort_unique(&statements);
      due.statements = std::move(statements);
      due.origins = work_.count_origins(due.statements);
      due.id = content_id("dl-",
                          {work_.out.statements[due.statements.front()].id, std::get<0>(key), due.duration});
      const model::DeadlineId id = work_.out.deadlines.push(std::move(due));
      out->deadlines.push_back(id);
      row->deadlines.push_back(id);
    }
  }

  void make_claims(const std::vector<std::uint32_t>& facts, AgreementId at, model::AgreementRow* row) {
    for (const std::uint32_t i : facts) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind != StatementKind::Claim) continue;
      claimed_.insert(i);
      row->claims.push_back(push_claim(fact, at, spoken_by_party(fact, *row)));
    }
  }

  model::ClaimId push_claim(const Fact& fact, AgreementId at, bool by_party) {
    model::ClaimRow claim;
    claim.id = "cl-" + fact.stmt->id.substr(fact.stmt->id.find('-') + 1);
    claim.act = fact.stmt->type;
    if (!fact.said_by.empty()) claim.speaker = fact.said_by.front();
    claim.speaker_text = work_.out.statements[fact.id].speaker;
    claim.subjects = fact.actors;
    claim.agreement = at;
    claim.modality = fact.stmt->modality;
    claim.statement = fact.id;
    if (at.valid())
      claim.interest = fact.said_by.empty() ? model::Answer::Unknown
                       : by_party           ? model::Answer::Yes
                                            : model::Answer::No;
    return work_.out.claims.push(std::move(claim));
  }

  // Claims about no agreement stand on their own.
  void other_claims() {
    for (std::uint32_t i = 0; i < work_.facts.size(); ++i) {
      const Fact& fact = work_.facts[i];
      if (fact.stmt->kind == StatementKind::Claim && claimed_.count(i) == 0 && !fact.rejected && work_.writes(fact.report))
        push_claim(fact, AgreementId(), false);
    }
  }

  Work& work_;
  const Policies& p_;
  std::vector<Mention>& mentions_;
  std::vector<MentionCluster> clusters_;
  std::set<std::uint32_t> claimed_;
  std::set<std::uint32_t>& foreign_to_deal_;
};

}  // namespace

Day onset_of(const Work& work, const model::AgreementRow& row) {
  for (const auto* time : {&row.effective, &row.declared}) {
    if (!*time) continue;
    // The middle of a few uncertain days, so that a deal of early May is not one of April.
    const DayRange range = range_of((*time)->value);
    return range.bounded() && range.length() <= kVagueDays
               ? range.min + static_cast<Day>((range.length() - 1) / 2)
               : range.min;
  }
  // "Violated since 2012" tells less of when it was made than the day of any other stage.
  Day first = kOpenFuture, first_open = kOpenFuture;
  for (const model::StageId id : row.stages) {
    const DayRange range = range_of(work.out.stages[id].time);
    Day& least = range.bounded() ? first : first_open;
    if (range.min != kOpenPast) least = std::min(least, range.min);
  }
  if (first == kOpenFuture) first = first_open;
  for (const StatementId id : row.statements) {
    const Fact& fact = work.facts[id.index()];
    if (fact.dated && fact.days.min != kOpenPast && row.stages.empty())
      first = std::min(first, fact.days.min);
  }
  return first;
}

void read_mentions(Work* work) { AgreementMaker(work).read(); }

void review_mentions(Work* work, std::vector<MentionCluster>* clusters) { AgreementMaker(work).review(clusters); }

void write_agreements(Work* work, std::vector<MentionCluster> clusters) {
  AgreementMaker(work).write(std::move(clusters));
}

}  // namespace hudna::record
