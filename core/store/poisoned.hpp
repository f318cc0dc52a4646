// An operation that can never be written, whatever the state of the store.
#pragma once
#include <exception>
#include <string>

namespace stepgate::store {

class Poisoned : public std::exception {
 public:
  explicit Poisoned(std::string why) : why_(std::move(why)) {}
  const char* what() const noexcept override { return why_.c_str(); }

 private:
  std::string why_;
};

}  // namespace stepgate::store
