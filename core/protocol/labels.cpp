#include "protocol/labels.hpp"

#include "base/scalar_text.hpp"

namespace stepgate::protocol {
namespace {

constexpr std::size_t kMostLocales = 60;
constexpr std::size_t kLongestLocale = 35;
constexpr const char* kDefaultLocale = "en_US";

bool takes_locale(const Json& known, const std::string& locale) {
  if (locale.empty() || locale.size() > kLongestLocale) return false;
  return known.has(locale) || known.size() < kMostLocales;
}

Json empty_words(std::initializer_list<LabelKey> keys) {
  Json words = Json::object();
  for (const LabelKey& key : keys) words.set(key.name, "");
  return words;
}

void put(Json& labels, const std::string& locale, std::string_view name, std::string text,
         std::initializer_list<LabelKey> keys) {
  if (text.empty() || !takes_locale(labels, locale)) return;
  if (!labels.has(locale)) labels.set(locale, empty_words(keys));
  Json& words = *labels.find(locale);
  if (words[name].as_string().empty()) words.set(name, std::move(text));
}

/// The words of one locale: an object of them, or only the name.
void take_locale(Json& labels, const std::string& locale, const Json& given,
                 std::initializer_list<LabelKey> keys) {
  put(labels, locale, "name", scalar_text(given, 255), keys);
  for (const LabelKey& key : keys) {
    for (const std::string_view source : key.sources) {
      put(labels, locale, key.name, scalar_text(given[source]), keys);
    }
  }
}

/// Words that stand beside i18n: `displayName`, and a `description` as plain or localized text.
void take_beside(Json& labels, const Json& node, std::initializer_list<LabelKey> keys) {
  for (const LabelKey& key : keys) {
    for (const std::string_view source : key.sources) {
      if (source == "name") continue;  // beside i18n that is the API name
      const Json texts = localized(node[source]);
      for (const auto& [locale, text] : texts.members()) {
        put(labels, locale, key.name, text.as_string(), keys);
      }
    }
  }
}

}  // namespace

Json localized(const Json& given) {
  Json out = Json::object();
  const std::string plain = scalar_text(given);
  if (!plain.empty()) out.set(kDefaultLocale, plain);
  for (const auto& [locale, text] : given.members()) {
    if (takes_locale(out, locale) && text.is_string()) out.set(locale, scalar_text(text));
  }
  return out;
}

Json read_labels(const Json& node, std::initializer_list<LabelKey> keys) {
  Json labels = Json::object();
  const Json& i18n = node["i18n"];
  if (i18n.is_string()) take_locale(labels, kDefaultLocale, i18n, keys);
  for (const auto& [locale, given] : i18n.members()) take_locale(labels, locale, given, keys);
  take_beside(labels, node, keys);
  return labels;
}

}  // namespace stepgate::protocol
