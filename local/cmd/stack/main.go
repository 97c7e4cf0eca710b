// Stack does with stacks what people and CI do besides plain pulumi, on Oracle Cloud
// or, with --local, on the local cloud:
//
//	scripts/stack doctor     look at all that up will need
//	scripts/stack preview    what up would do, for people and for pull requests
//	scripts/stack smoke      call every flow from outside
//	scripts/stack rotate     change a password or secret without a deployment
//	scripts/stack drift      what is not as the program says
//	scripts/stack prune      delete images that nobody needs
//	scripts/stack ephemeral  make a test stack, try it, and throw it away
//	scripts/stack recreate   destroy a test stack and make it again at once
//	scripts/stack remove     throw a test stack away
//	scripts/stack sweep      delete what is left of expired test stacks
//	scripts/stack affected   which stacks a change can touch
//	scripts/stack comment    put a preview into a pull request
package main

import (
	"github.com/spf13/cobra"

	"github.com/cxbridge/cxbridge/local/command"
)

func main() { command.Main(newCommand()) }

func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "stack",
		Short: "Previews, checks and test stacks",
		Long: `Does with stacks what people and CI do besides plain pulumi. A stack lives on Oracle
Cloud, with the pulumi on PATH and your own credentials and backend; --local means the
local cloud of this checkout, which is started when it does not run.`,
		Example: `  scripts/stack preview dev
  scripts/stack preview local
  scripts/stack ephemeral try --local`,
	}
	root.PersistentFlags().Bool(localFlag, false, "on the local cloud instead of Oracle Cloud; the stack local always is")
	root.AddCommand(
		newPreview(),
		newDrift(),
		newAffected(),
		newComment(),
		newRotate(),
		newSmoke(),
		newEphemeral(),
		newRecreate(),
		newRemove(),
		newSweep(),
		newDoctor(),
		newPrune(),
	)
	return root
}
