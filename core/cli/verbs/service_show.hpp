// A service, and lists of it, for people.
#pragma once
#include "cli/session.hpp"

namespace stepgate::cli {

void print_service(const Session& session, const Json& service);
void print_services(const Session& session, const Json& list);
void print_picklists(const Session& session, const Json& lists, const std::string& attribute);

}  // namespace stepgate::cli
