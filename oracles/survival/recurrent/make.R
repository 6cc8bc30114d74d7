# Mean cumulative function; Andersen-Gill models are in ../cox (bladder). Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(jsonlite)})
b2 <- bladder2[bladder2$stop > bladder2$start, ]; cg <- cgd[, c("tstart", "tstop", "status", "id")]
cases <- list(bladder = data.frame(entry = b2$start, time = b2$stop, event = b2$event, id = b2$id), cgd = setNames(cg, c("entry", "time", "event", "id")),
  gaps = data.frame(entry = c(0, 2, 6, 0, 3, 1, 4), time = c(2, 5, 8, 3, 7, 4, 9), event = c(1, 1, 0, 1, 1, 1, 0), id = c(1, 1, 1, 2, 2, 3, 3)))
out <- lapply(names(cases), function(n) { d <- cases[[n]]
  s <- survfit(Surv(entry, time, event) ~ 1, d, id = id, robust = TRUE); print(s); k <- s$n.event > 0
  list(data = n, time = s$time[k], mean = s$cumhaz[k], se = s$std.chaz[k], n = s$n.risk[k]) })
all <- do.call(rbind, lapply(names(cases), function(n) cbind(data = n, cases[[n]]))); write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n")
