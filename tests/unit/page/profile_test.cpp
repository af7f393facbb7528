// What does an outlet put on each of its pages? All pages here are invented.
#include "page/profile.h"

#include <gtest/gtest.h>

#include "tests/unit/page/pages.h"

namespace hudna::page {
namespace {

const char* const kPlaces[] = {"the mill",      "the ferry",     "the quarry",   "the upper bridge",
                               "the salt road", "the east gate", "the new well", "the old fort",
                               "the dam",       "the ford"};
const std::string kAsk =
    "<p>This paper lives from its readers, and each of our reports is paid for by people who send us a "
    "little every month.</p>";
const std::string kBackground =
    "<p>The valley has been split since the spring of 2019, when two militias dug in along the river and "
    "closed its bridges.</p>";

std::string page(int i, const std::string& host = "lake.example") {
  const std::string place = kPlaces[i];
  return "<!DOCTYPE html><html lang=en><head><title>Guns leave " + place +
         " | Lake Notes</title><link rel=canonical href=https://www." + host + "/n/" + std::to_string(i) +
         "></head><body><article><h1>Guns leave " + place +
         "</h1><p>Both militias pulled their guns back from " + place +
         " on Monday, and the elders of the two banks counted them out, boatmen said.</p>" + kAsk +
         "<p>Near " + place + " some " + std::to_string(20 + i) +
         " families came home by noon, a monitor of the lake mission told reporters.</p>" +
         (i % 2 == 0 ? kBackground : "") + "<p>At " + place +
         " no shot was heard by Tuesday evening, the longest quiet there since the "
         "spring.</p></article></body></html>";
}

model::Document read_with(const std::string& bytes, const OutletProfile* profile) {
  PageOptions options;
  options.profiles = {profile};
  return read(bytes, options);
}

OutletProfile learnt(int pages) {
  ProfileLearner learner;
  for (int i = 0; i < pages; ++i) learner.add(read(page(i)));
  auto profile = learner.learn("test");
  EXPECT_TRUE(profile.has_value());
  return profile ? std::move(*profile) : OutletProfile();
}

TEST(Profile, WhatStandsOnEachPageIsNoReporting) {
  const OutletProfile profile = learnt(8);
  EXPECT_EQ(profile.host(), "lake.example");
  const std::string bytes = page(9);
  EXPECT_NE(body(read(bytes)).find("lives from its readers"), std::string::npos) << "nothing to learn here";
  const model::Document doc = read_with(bytes, &profile);
  EXPECT_EQ(doc.parts().profile, profile.id());
  EXPECT_EQ(body(doc).find("lives from its readers"), std::string::npos);
  EXPECT_NE(body(doc).find("families came home by noon"), std::string::npos);
}

TEST(Profile, AParagraphOfBackgroundStays) {
  const OutletProfile profile = learnt(8);
  // On half of the pages that were learnt from.
  EXPECT_NE(body(read_with(page(8), &profile)).find("split since the spring"), std::string::npos);
}

TEST(Profile, OtherOutletsAreLeftAlone) {
  const OutletProfile profile = learnt(8);
  const model::Document doc = read_with(page(9, "harbour.example"), &profile);
  EXPECT_TRUE(doc.parts().profile.empty());
  EXPECT_NE(body(doc).find("lives from its readers"), std::string::npos);
  EXPECT_TRUE(profile.fits("https://m.lake.example/x", ""));
  EXPECT_FALSE(profile.fits("https://notlake.example/x", ""));
  EXPECT_FALSE(profile.fits("", "Another Paper"));
}

TEST(Profile, TheFileIsReadBack) {
  const OutletProfile profile = learnt(8);
  const auto again = OutletProfile::parse("p", profile.print());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->print(), profile.print());
  EXPECT_EQ(again->id(), profile.id());
  EXPECT_EQ(again->blocks(), profile.blocks());
  std::string later = profile.print();
  later.replace(later.find("version = 1"), 11, "version = 9");
  EXPECT_FALSE(OutletProfile::parse("p", later).has_value());
  EXPECT_FALSE(OutletProfile::parse("p", "a = ").has_value());
  EXPECT_FALSE(OutletProfile::parse("p", "").has_value());
  EXPECT_FALSE(OutletProfile::parse("p", profile.print() + "\n[[block]]\nkey = \"x\"\ntype = \"promo\"\n")
                   .has_value());
}

TEST(Profile, TooLittleToLearnFrom) {
  ProfileLearner learner;
  for (int i = 0; i < 3; ++i) learner.add(read(page(i)));
  // The same page again is no further page.
  for (int i = 0; i < 3; ++i) learner.add(read(page(0)));
  EXPECT_FALSE(learner.learn("test").has_value());
  ProfileLearner mixed;
  for (int i = 0; i < 8; ++i) mixed.add(read(page(i, i % 2 == 0 ? "lake.example" : "harbour.example")));
  EXPECT_FALSE(mixed.learn("test").has_value());
}

TEST(Profile, HostsOfAddresses) {
  EXPECT_EQ(url_host("https://www.Lake.example:8080/a?b"), "lake.example");
  EXPECT_EQ(url_host("http://user@lake.example#x"), "lake.example");
  EXPECT_EQ(url_host("lake.example/a"), "");
}

}  // namespace
}  // namespace hudna::page
