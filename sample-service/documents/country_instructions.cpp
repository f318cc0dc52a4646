#include "documents/country_documents.hpp"

namespace sample {

std::string_view country_instructions() {
  return R"html(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Country Codes: setting up</title></head>
<body>
<h1>Country Codes</h1>
<p>This step reads what people typed as their country and gives back the ISO 3166-1 code, the English short name and
the continent. Spelling, accents, case and many foreign names and misspellings do not matter.</p>
<h2>Before you start</h2>
<ol>
<li>Ask whoever runs the service for its API key and enter it under <em>Credentials</em>.</li>
<li>Map <strong>country</strong> under <em>Outgoing Fields</em>. The other fields are optional.</li>
<li>Under <em>Incoming Fields</em>, map <strong>countryCode</strong>, <strong>countryName</strong> and
<strong>region</strong> to text fields. Leave off what you do not want to be written.</li>
</ol>
<h2>Settings of a step</h2>
<table>
<tr><th>Code Format</th><td>Two letters, three letters or three digits.</td></tr>
<tr><th>If Unknown</th><td>What happens when the country is empty or nobody knows it: the person fails, the fields stay
as they are, or they are cleared.</td></tr>
</table>
<h2>Countries of the same name</h2>
<p>Names such as <em>Congo</em> or <em>Korea</em> mean more than one country. <em>Default Region Hint</em>, a continent
(Africa, Antarctica, Asia, Europe, North America, Oceania, South America) or a two-letter code, decides between them.
Without it the likelier one is taken, and the confidence is 0.6.</p>
<h2>When a person fails</h2>
<ul>
<li><code>COUNTRY_EMPTY</code>: the person has no country.</li>
<li><code>COUNTRY_UNKNOWN</code>: the name is not known; the reason repeats it.</li>
<li><code>CODE_FORMAT_UNKNOWN</code>: the step asks for a format that does not exist.</li>
</ul>
</body>
</html>
)html";
}

}  // namespace sample
