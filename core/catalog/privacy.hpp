// The privacy notice: somebody confirms that people's fields leave for the service, and again when
// further ones do.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

/// Fields of people that the outgoing mapping sends.
std::vector<std::string> sent_fields(const Json& mapping);
/// {text, fields, accepted: {by, at, fields} or null, added}: `added` are those sent that nobody
/// has confirmed.
Json privacy_notice(const store::ServiceRow& row);
bool privacy_confirmed(const store::ServiceRow& row);
/// A request's {acceptPrivacyNotice, acceptedBy?}, kept with the service for what it sends now.
/// False: it does not confirm.
bool take_privacy(store::ServiceRow& row, const Json& request, Ms now);
/// An active service sends more than was confirmed: throws Error PRIVACY_NOTICE_NOT_ACCEPTED with
/// the fields. `before` is the mapping that was in force.
void require_privacy(store::ServiceRow& row, const Json& before, const Json& request, Ms now);

}  // namespace stepgate::catalog
