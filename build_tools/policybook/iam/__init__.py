"""The policy language, with no file or page in sight.

What a document is made of
    `elements` has the words of the language, `conditions` the operators, `values` and `variables`
    what they compare, `arn` the names of resources, `size` what a document may hold.
What matches what
    `glob` matches any text, `pattern` actions, `resources` resources and values; `redundancy` finds
    what of a list others cover.
What there is at AWS
    `servicedata` reads the action data, and `globalkeys` and `retired` what it leaves out;
    `actions`, `contextkeys` and `reach` (the resources of actions) answer from it, and
    `suggestions` guesses what was meant.
What one document says
    `meaning` is what its statements say however they are written, `implication` which condition
    follows from which, `levels` the access levels that it gives, `exposure` what it allows without
    a limit, `coverage` which part of it its words explain.
What a step from one document to the next does
    `losses` is what is no longer allowed and `compare` the difference both ways; `matching` finds
    which statement became which and `contrast` how each differs; `callouts` is what nobody may
    miss, each a `phrase`, and `review` all of this at once.
"""
