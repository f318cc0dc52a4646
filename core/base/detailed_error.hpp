// An error with a list of its parts: rows of a mapping, findings of a document, what is missing.
#pragma once
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/json.hpp"

namespace stepgate {

class DetailedError : public Error {
 public:
  DetailedError(ErrorKind kind, std::string code, std::string subject, std::string fact,
                std::string remedy, Json details)
      : Error(kind, std::move(code), std::move(subject), std::move(fact), std::move(remedy)),
        details_(std::move(details)) {}
  const Json& details() const noexcept { return details_; }  ///< an array

 private:
  Json details_;
};

}  // namespace stepgate
