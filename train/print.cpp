#include "language/analyser.h"
#include "language/treebank.h"
#include "base/files.h"
#include <cstdio>
#include <iostream>
#include <iterator>
int main(){ hudna::base::DataSource d; auto a=hudna::language::Analyser::open(d); if(!a){printf("%s\n",hudna::base::print(a.error()).c_str());return 1;}
 std::string text((std::istreambuf_iterator<char>(std::cin)),{}); auto doc=hudna::language::plain_document(text); auto an=a->analyse(doc); fputs(hudna::language::print_conllu(doc,an).c_str(),stdout);}
