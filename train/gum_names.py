"""gum_names.py GUM.conllu [OWN.conllu] > NAMES.iob2: the names of GUM in the columns of UNER, for the linear name tagger, and
those of our own sentences.

Sentences of GUM with a proper noun of which it does not say whether it is a name are left out."""
import sys

import treebank


def main():
    sentences = treebank.read_conllu(sys.argv[1], "gum")
    treebank.attach_all_gum_names(sentences)
    for path in sys.argv[2:]:
        own = treebank.read_conllu(path, "own")
        treebank.attach_own(own)
        sentences += own
    for s in sentences:
        if None in s["uner"]:
            continue
        print("# sent_id = %s" % s["id"])
        for i, (form, tag) in enumerate(zip(s["forms"], s["uner"])):
            print("%d\t%s\t%s" % (i + 1, form, tag))
        print()


if __name__ == "__main__":
    main()
