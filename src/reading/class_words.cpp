#include "reading/class_words.h"

#include <initializer_list>
#include <vector>

namespace hudna::reading {
namespace {

ClassWords::Words words_of(const rules::RuleSet& set, std::initializer_list<const char*> classes) {
  ClassWords::Words out;
  for (const char* name : classes) {
    const std::vector<std::string> entries = set.class_entries(name);
    for (const std::string& entry : entries) out.insert(entry);
  }
  return out;
}

}  // namespace

ClassWords::ClassWords(const rules::RuleSet& set)
    : areas(words_of(set, {"area"})),
      voices(words_of(set, {"voice", "voice_too"})),
      mutes(words_of(set, {"mute"})),
      inert(words_of(set, {"inert"})),
      no_targets(words_of(set, {"no_target"})),
      tellings(words_of(set, {"telling"})),
      forces(words_of(set, {"forces"})),
      bands(words_of(set, {"band"})),
      armed_marks(words_of(set, {"armed_mark", "forces", "irregular"})),
      attack_words(words_of(set, {"attack_word"})),
      self_words(words_of(set, {"own_word"})),
      stationed(words_of(set, {"stationed"})),
      speaker_words(words_of(set, {"speaker_word"})),
      copy_verbs(words_of(set, {"copy_verb"})),
      other_times(words_of(set, {"other_time"})),
      pacts(words_of(set, {"truce", "pact"})),
      deal_words(words_of(set, {"deal_word"})),
      deal_names(words_of(set, {"deal_name"})),
      terms_words(words_of(set, {"terms_word"})),
      doer_cases(words_of(set, {"doer_case"})),
      place_cases(words_of(set, {"place_case"})),
      plain_sayings(words_of(set, {"plain_saying"})),
      bodies(words_of(set, {"body_voice"})),
      reporters(words_of(set, {"reporting_body"})),
      issuing_cases(words_of(set, {"issuing_case"})),
      addressings(words_of(set, {"addressing"})),
      judgings(words_of(set, {"judging"})),
      stamps(words_of(set, {"stamp_word"})),
      machines(words_of(set, {"machine", "aircraft"})),
      papers(words_of(set, {"paper_voice"})),
      people(words_of(set, {"people"})),
      talkers(words_of(set, {"talker"})),
      side_marks(words_of(set, {"side_mark"})),
      desk_words(words_of(set, {"desk_word"})),
      desk_remarks(words_of(set, {"desk_remark"})),
      announcings(words_of(set, {"announcing"})),
      wars(words_of(set, {"whole_war"})),
      everywhere(words_of(set, {"everywhere_word"})),
      elsewhere(words_of(set, {"elsewhere_word"})),
      groups(words_of(set, {"many_in_one"})),
      many(words_of(set, {"they_word"})),
      thing(words_of(set, {"it_word"})),
      persons(words_of(set, {"person_word"})),
      addressed(words_of(set, {"you_word"})),
      single(words_of(set, {"one_article"})),
      beside(words_of(set, {"clause_time"})),
      since(words_of(set, {"since_word"})),
      beginnings(words_of(set, {"begin_verb"})),
      placed(words_of(set, {"place_subject_verb"})),
      agent_cases(words_of(set, {"agent_case"})),
      perfect_aux(words_of(set, {"perfect_word"})),
      told_marks(words_of(set, {"told_mark"})),
      definite(words_of(set, {"the_word"})),
      day_cases(words_of(set, {"day_case"})),
      genitive(words_of(set, {"of_word"})),
      earlier(words_of(set, {"earlier_aux"})) {}

}  // namespace hudna::reading
