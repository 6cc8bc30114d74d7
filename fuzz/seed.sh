#!/bin/sh
# Fills fuzz/corpus/ from the studies, the templates and the sound study of the tests. Run in fuzz/.
set -eu
mkdir -p corpus/study_file corpus/tables corpus/score_table
for folder in ../studies/* ../templates/* ../crates/engraft/tests/support/sound; do
    [ -f "$folder/study.toml" ] || continue
    name=$(basename "$folder")
    cp "$folder/study.toml" "corpus/study_file/$name"
    [ -f "$folder/data/subjects.csv" ] || continue
    {
        cat "$folder/data/subjects.csv"
        for table in "$folder"/data/*.csv; do
            [ "$(basename "$table")" = subjects.csv ] && continue
            printf '%%%%%% %s\n' "$(basename "$table")"
            cat "$table"
        done
    } > "corpus/tables/$name"
done
cp fuzz_targets/study.toml corpus/study_file/fixed
cp seeds/tables/* corpus/tables/
cp seeds/score_table/* corpus/score_table/
