// Internal to this room: the building blocks of documents. Included by its .cpp files only.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "commands/support/json/document.h"
#include "libcommon/base/exit_code.h"
#include "libcommon/base/units.h"
#include "libcommon/model/job_state.h"

namespace minislurm::documents {

using Value = nlohmann::ordered_json;

// Numbers that may be missing or without end: {"set", "infinite", "number"}, or plain ones with "+complex".
class Numbers {
 public:
  explicit Numbers(const DocumentOptions& options) : plain_(options.plain_numbers) {}

  Value of(std::uint64_t number) const { return make(true, false, number); }
  Value real(const std::optional<double>& number) const;
  Value none() const { return make(false, false, 0); }
  Value infinite() const { return make(false, true, 0); }
  Value of(const std::optional<std::uint32_t>& number) const { return number ? of(*number) : none(); }
  Value of(const std::optional<Mebibytes>& size) const { return size ? of(size->count) : none(); }
  Value of(const std::optional<Minutes>& limit) const;
  Value of(Instant when) const { return of(static_cast<std::uint64_t>(when.time_since_epoch().count())); }
  Value exit_code(ExitCode code) const;
  bool plain() const { return plain_; }

 private:
  Value make(bool set, bool infinite, Value number) const;
  bool plain_;
};

Value seconds(Instant when);                                // plain unix seconds
Value list_of(std::string_view words, char separator = ',');  // an array of strings; empty for an empty text
Value states(JobState state, std::uint32_t flags);          // ["RUNNING", "COMPLETING"]
Value tres_list(std::string_view tres);                     // [{type, name, id, count}]

DocumentOptions of_cluster(DocumentOptions options, const std::string& name);

// `payload`'s keys, then meta, errors and warnings; rendered.
std::string finish(Value payload, const DocumentOptions& options, Value warnings = Value::array());

}  // namespace minislurm::documents
