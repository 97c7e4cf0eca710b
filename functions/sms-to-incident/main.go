// Command sms-to-incident is the function behind the webhook of an SMS vendor: it makes an incident in B2C Service of a
// message, for the contact who sent it. Configured by what [function.Start.B2C] and [function.Start.Guard] say, and
//
//   - default_region: ISO 3166 code of the country that numbers without a calling code belong to; default US
//   - message_entry_type: entry type ("Customer", …) of a thread with the message's text; none by default, as the note with
//     the whole payload holds it too
package main

import "github.com/cxbridge/cxbridge/shared/function"

func main() { function.Main(newHandler) }
