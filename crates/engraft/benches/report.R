# Reading and the statistics of the benchmark study in R, for the ratio printed by report.rs.
suppressMessages(library(coin))
folder <- commandArgs(trailingOnly = TRUE)[1]
subjects <- read.csv(file.path(folder, "subjects.csv"))
clinic <- merge(read.csv(file.path(folder, "clinic.csv")), subjects[, c("subject", "arm")])
labs <- merge(read.csv(file.path(folder, "labs.csv")), subjects[, c("subject", "arm")])
long <- rbind(
  do.call(rbind, lapply(c("pga", "fatigue", "easi"), function(m)
    data.frame(subject = clinic$subject, arm = clinic$arm, visit = clinic$visit, measure = m, value = clinic[[m]]))),
  data.frame(subject = labs$subject, arm = labs$arm, visit = labs$visit, measure = "ck", value = labs$value))
base <- long[long$visit == "v0", c("subject", "measure", "value")]
names(base)[3] <- "base"
long <- merge(long, base)
long$change <- long$value - long$base
describe <- function(x) c(n = length(x), mean = mean(x), sd = sd(x), quantile(x), t.test(x)$conf.int)
both <- rbind(long, transform(long, arm = "all"))
key <- interaction(both$measure, both$arm, both$visit, drop = TRUE)
values <- tapply(both$value, key, describe)
changes <- tapply(both$change[both$visit != "v0"], droplevels(key[both$visit != "v0"]), describe)
for (m in unique(both$measure)) for (a in unique(both$arm)) {
  d <- both[both$measure == m & both$arm == a & both$visit == "v9", ]
  pvalue(wilcoxsign_test(value ~ base, data = d, distribution = "exact", zero.method = "Pratt"))
  t.test(d$change)
}
