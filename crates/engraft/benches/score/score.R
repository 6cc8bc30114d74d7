# Reading a table of items, scoring it, and mean and SD by arm and visit, with data.table on two threads.
#
# Prints a line `read score summary` of seconds, then the summary. For the ratios printed by ../score.rs.
suppressMessages(library(data.table))
setDTthreads(2)
arguments <- commandArgs(trailingOnly = TRUE)
now <- function() proc.time()[["elapsed"]]

started <- now()
d <- fread(arguments[2])
setnames(d, gsub("-", "_", names(d)))
read <- now()

if (arguments[1] == "easi") {
  d[, score :=
    0.1 * (head_neck_erythema + head_neck_oedema + head_neck_excoriation + head_neck_lichenification) * head_neck_area +
    0.2 * (upper_limbs_erythema + upper_limbs_oedema + upper_limbs_excoriation + upper_limbs_lichenification) * upper_limbs_area +
    0.3 * (trunk_erythema + trunk_oedema + trunk_excoriation + trunk_lichenification) * trunk_area +
    0.4 * (lower_limbs_erythema + lower_limbs_oedema + lower_limbs_excoriation + lower_limbs_lichenification) * lower_limbs_area]
} else {
  d[, score :=
    8L * (seizure + psychosis + organic_brain_syndrome + visual + cranial_nerve + lupus_headache + cva + vasculitis) +
    4L * (arthritis + myositis + casts + haematuria + proteinuria + pyuria) +
    2L * (rash + alopecia + mucosal_ulcers + pleurisy + pericarditis + low_complement + dna_binding) +
    fever + thrombocytopenia + leukopenia]
}
scored <- now()

summary <- d[, .(rows = .N, complete = sum(!is.na(score)), mean = mean(score, na.rm = TRUE), sd = sd(score, na.rm = TRUE)),
  by = .(arm, visit)]
done <- now()

cat(read - started, scored - read, done - scored, "\n")
fwrite(summary)
