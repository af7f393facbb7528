// Which profiles of outlets were named, and how is one learnt? Profiles holds
// those of --profile; learn_profile makes one from saved pages. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "page/profile.h"

namespace hudna::app {

class Profiles {
 public:
  // Fails: FileMissing, FileUnreadable, DataBad.
  static base::Result<Profiles> open(const std::vector<std::string>& paths);
  std::vector<const page::OutletProfile*> views() const;
  // All ids, each behind a space; empty for none.
  const std::string& ids() const& { return ids_; }

 private:
  std::vector<std::unique_ptr<const page::OutletProfile>> profiles_;
  std::string ids_;
};

// The profile of the outlet of these pages (as `hudna page` names them) as text. `seen` is called once a
// page, with its error where it could not be read. Fails with ArgumentBad where there is too little to learn
// from.
base::Result<std::string> learn_profile(const std::vector<std::string>& files, unsigned jobs,
                                        const std::function<void(const base::Error*)>& seen);

}  // namespace hudna::app
