// Local runs the local cloud and the desk of a checkout in the background:
//
//	scripts/local up         start them, and make ready for `pulumi up -s local`
//	scripts/local status     where they are; --json for programs
//	scripts/local env        the exports that plain pulumi and the OCI SDK need
//	scripts/local logs       what functions and gateway have logged
//	scripts/local secret     create a secret, which fires the guide's alarm
//	scripts/local alarms     which alarms fire
//	scripts/local emails     what the operators' addresses got
//	scripts/local publish    send a message by hand, as an alarm would
//	scripts/local event      publish an event, as a CX Industries application would
//	scripts/local listeners  who is registered for events
//	scripts/local redeliver  deliver an event once more
//	scripts/local down       stop them; everything stays on disk
//	scripts/local reset      stop them and forget everything
package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/command"
)

func main() { command.Main(newCommand()) }

func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "local",
		Short: "The local cloud and the desk of this checkout",
		Long: `The local cloud stands for Oracle Cloud, the desk for Oracle B2C Service and for an
application of the CX Industries Framework. Both run on this machine's loopback
addresses, without an account.`,
		Example: `  scripts/local up
  eval "$(scripts/local env)"
  pulumi up -s local`,
	}
	root.AddCommand(newUp(), newDown(), newStatus(), newReset(), newEnv(), newLogs(),
		newSecret(), newAlarms(), newPublish(), newEmails(),
		newEvent(), newListeners(), newRedeliver(), newServe())
	return root
}
