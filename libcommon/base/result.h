// Result<T>: a T, or the Error that says why there is none. Errors are values; nothing in the project's own rooms throws.
// (GCC 12 has std::expected only in C++23 mode.)
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "libcommon/base/error.h"

namespace minislurm {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  // REQUIRES: holds a value.
  T& value() & { return std::get<0>(held_); }
  const T& value() const& { return std::get<0>(held_); }
  T&& value() && { return std::get<0>(std::move(held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  // REQUIRES: holds an error.
  const Error& error() const { return std::get<1>(held_); }
  T value_or(T other) const { return *this ? value() : std::move(other); }

 private:
  std::variant<T, Error> held_;
};

// The answer of what only can succeed or fail. Default: success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  explicit operator bool() const { return error_.code == Code::Success; }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

using Status = Result<void>;

}  // namespace minislurm
