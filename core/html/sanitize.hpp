// The guide of a service is a stranger's page: it is parsed and written anew from a list of what is
// allowed; nothing of its own text is copied as markup.
#pragma once
#include <string>
#include <string_view>

namespace stepgate::html {

/// A fragment of headings, paragraphs, lists, tables, emphasis, code and links to http, https and
/// mailto; pictures become their words. Scripts, styles, frames, forms and whatever is unknown are
/// gone. Empty when there is nothing to read. At most 256 KiB and 200 levels are read, the rest is
/// left out. Thread safe.
std::string sanitize(std::string_view page);

}  // namespace stepgate::html
