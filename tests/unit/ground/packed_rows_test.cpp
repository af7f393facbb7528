// Are the rows that were made at build time those of the files?
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "ground/toml_rows.h"

namespace hudna::ground {
namespace {

TEST(PackedRows, AreTheRowsOfTheFiles) {
  const base::DataSource data;
  std::size_t files = 0;
  for (const char* folder : {"ground/", "reading/"}) {
    for (const base::DataFile& file : data.files(folder)) {
      if (!file.path.ends_with(".toml")) continue;
      const auto packed = read_data_rows(file), parsed = read_toml_rows(file.bytes, file.path);
      ASSERT_TRUE(packed && parsed) << file.path;
      ASSERT_EQ(packed->size(), parsed->size()) << file.path;
      for (std::size_t i = 0; i < parsed->size(); ++i) {
        EXPECT_EQ((*packed)[i].table, (*parsed)[i].table) << file.path;
        EXPECT_EQ((*packed)[i].line, (*parsed)[i].line) << file.path;
        EXPECT_EQ((*packed)[i].values, (*parsed)[i].values) << file.path << " line " << (*parsed)[i].line;
      }
      ++files;
    }
  }
  EXPECT_GE(files, 8u);
}

// A file of --data is read as it stands, and a broken one is told with its line.
TEST(PackedRows, AFileOfOnesOwnTakesTheirPlace) {
  const auto folder = std::filesystem::temp_directory_path() / ("hudna-rows-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "ground");
  std::ofstream(folder / "ground" / "numbers.toml") << "[[digit]]\nword = \n";
  const auto data = base::DataSource::open(folder.string());
  ASSERT_TRUE(data);
  const auto file = data->file("ground/numbers.toml");
  ASSERT_TRUE(file);
  const auto rows = read_data_rows(*file);
  ASSERT_FALSE(rows);
  EXPECT_NE(base::print(rows.error()).find("line 2"), std::string::npos) << base::print(rows.error());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hudna::ground
