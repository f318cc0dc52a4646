// Inside base: what a Json holds that does not fit into it.
#pragma once
#include <variant>

#include "base/json.hpp"

namespace stepgate {

struct Json::Data {
  std::variant<std::string, Array, Object> held;

  template <class T>
  static std::unique_ptr<Data> of(T v) {
    return std::unique_ptr<Data>(new Data{std::move(v)});
  }
  template <class T>
  const T& get() const noexcept {
    return *std::get_if<T>(&held);
  }
  template <class T>
  T& get() noexcept {
    return *std::get_if<T>(&held);
  }
};

}  // namespace stepgate
