#include "app/profiles.h"

#include "app/inputs.h"
#include "app/ordered.h"
#include "app/views.h"
#include "base/files.h"

namespace hudna::app {

base::Result<Profiles> Profiles::open(const std::vector<std::string>& paths) {
  Profiles out;
  for (const std::string& path : paths) {
    const auto bytes = base::read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    auto profile = page::OutletProfile::parse(path, *bytes);
    if (!profile) return tl::unexpected(profile.error());
    out.ids_ += " " + profile->id();
    out.profiles_.push_back(std::make_unique<const page::OutletProfile>(std::move(*profile)));
  }
  return out;
}

std::vector<const page::OutletProfile*> Profiles::views() const {
  std::vector<const page::OutletProfile*> out;
  for (const auto& profile : profiles_) out.push_back(profile.get());
  return out;
}

base::Result<std::string> learn_profile(const std::vector<std::string>& files, unsigned jobs,
                                        const std::function<void(const base::Error*)>& seen) {
  page::ProfileLearner learner;
  using Read = std::unique_ptr<base::Result<model::Document>>;
  for_each_ordered<Read>(
      files.size(), jobs,
      [&](std::size_t i) -> Read {
        auto stored = read_input(files[i]);
        if (!stored) return std::make_unique<base::Result<model::Document>>(tl::unexpected(stored.error()));
        ReportMeta meta;
        complete(*stored, &meta);
        return std::make_unique<base::Result<model::Document>>(
            read_document(files[i], std::move(stored->bytes), &meta));
      },
      [&](std::size_t, Read&& read) {
        if (*read) learner.add(**read);
        seen(*read ? nullptr : &read->error());
        return true;
      });
  auto profile = learner.learn(files.empty() ? std::string() : files.front());
  if (!profile) return tl::unexpected(profile.error());
  return profile->print();
}

}  // namespace hudna::app
