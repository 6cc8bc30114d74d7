# Kaplan-Meier with intervals, log-rank, Cox with five covariates: processor seconds, for the ratios printed by survival.rs.
suppressMessages(library(survival))
a <- commandArgs(trailingOnly = TRUE)
n <- as.integer(a[2])
m <- matrix(readBin(a[1], "double", 7 * n), n)
d <- data.frame(time = m[, 1], event = m[, 2], x1 = m[, 3], x2 = m[, 4], x3 = m[, 5], x4 = m[, 6], x5 = m[, 7])
once <- function(f) median(sapply(1:3, function(i) sum(system.time(f())[1:2])))
cat(once(function() survfit(Surv(time, event) ~ 1, d, conf.type = "log-log")),
    once(function() survdiff(Surv(time, event) ~ x1, d)),
    once(function() coxph(Surv(time, event) ~ x1 + x2 + x3 + x4 + x5, d)), "\n")
