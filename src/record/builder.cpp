#include "record/builder.h"

#include <utility>

#include "record/traces.h"
#include "record/work.h"

namespace hudna::record {

model::Record build_record(std::span<const model::Reading* const> readings, const Policies& policies,
                           std::span<const model::Decision> log, model::MergeState* state) {
  Work work(readings, policies, log);
  work.out.policies = policies.version + " " + policies.number_policy().name;
  // One tool reads all reports of a build; where builds mix, the newest name stands for the record.
  for (const model::Reading* reading : work.readings)
    work.out.tool = std::max(work.out.tool, reading->parts().tool);
  make_groups(&work);
  make_registers(&work);
  make_facts(&work);
  read_events(&work);
  std::vector<EventCluster> events =
      cluster_events(work.events, {&work.places, &work.out.actors, &policies, &work.rulings});
  for (const EventCluster& cluster : events) {
    for (const std::uint32_t i : cluster.events) work.components[work.events[i].statement] = cluster.component;
  }
  write_incidents(&work, std::move(events));
  read_mentions(&work);
  std::vector<MentionCluster> deals = cluster_mentions(work.mentions, {&work.places, &work.out.actors, &policies});
  review_mentions(&work, &deals);
  write_agreements(&work, std::move(deals));
  make_links(&work);
  make_contradictions(&work);
  work.rulings.finish(&work.out);
  if (state != nullptr) *state = make_state(work);
  return model::make_record(std::move(work.out));
}

}  // namespace hudna::record
