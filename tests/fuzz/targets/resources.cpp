// Strings of resources: TRES, GRES, weights, licenses, features, sizes.
#include "libcommon/config/cluster_parts.h"
#include "libcommon/text/size.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/tres_weights.h"
#include "slurmctld/sched/features.h"
#include "slurmctld/sched/request.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const std::string_view bytes = fuzz::text_of(data, size);
  if (const auto tres = text::parse_tres(bytes)) {
    const std::string shown = text::format_tres(*tres, text::TresOrder::ByName);
    (void)text::billing(*tres, text::parse_tres_weights("CPU=1.0,Mem=0.25G,GRES/gpu=2.0"), text::Billing::MaxAndGres);
    const auto again = text::parse_tres(shown);
    fuzz::require(again && text::format_tres(*again, text::TresOrder::ByName) == shown, "TRES read as they are shown");
  }
  if (const auto gres = text::parse_gres(bytes)) {
    const std::string shown = text::format_gres(*gres);
    const auto again = text::parse_gres(shown);
    fuzz::require(again && text::format_gres(*again) == shown, "GRES read as they are shown");
  }
  const std::vector<text::Tres> some = {{"cpu", 4}, {"mem", 4000}, {"gres/gpu", 2}};
  for (const text::Billing how : {text::Billing::Sum, text::Billing::Max, text::Billing::MaxAndGres})
    (void)text::billing(some, text::parse_tres_weights(bytes), how);
  (void)text::with_billing("cpu=1,mem=4G", bytes, text::Billing::Sum);
  if (const auto memory = text::parse_memory(bytes)) (void)text::format_memory(*memory);
  bool any = false;
  (void)sched::parse_licenses(bytes, any);
  (void)sched::parse_features(bytes);
  (void)config::parse_licenses(bytes);
  return 0;
}
