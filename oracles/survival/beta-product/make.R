# Beta product intervals computed anew from the definition, by the method of moments. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(jsonlite)})
mm <- function(a, b) { # moments of a product of independent betas, matched by one beta
  m <- prod(a / (a + b)); q <- prod(a * (a + 1) / ((a + b) * (a + b + 1))); v <- q - m^2
  c(m * (m * (1 - m) / v - 1), (1 - m) * (m * (1 - m) / v - 1))
}
bpcp <- function(time, event, level) {
  tt <- sort(unique(time)); al <- (1 - level) / 2
  t(sapply(tt, function(t) {
    u <- sort(unique(time[event == 1 & time <= t])); y <- vapply(u, function(s) sum(time >= s), 0L); d <- vapply(u, function(s) sum(time == s & event == 1), 0L)
    r <- sum(time > t); a <- y - d + 1; b <- d
    hi <- if (length(u)) { p <- mm(a, b); qbeta(1 - al, p[1], p[2]) } else 1
    lo <- if (r == 0) 0 else { p <- if (length(u)) mm(c(a, r), c(b, 1)) else c(r, 1); qbeta(al, p[1], p[2]) }
    c(t, lo, hi)
  }))
}
cases <- list(`6-mp` = data.frame(time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35), event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0)),
  uncensored = data.frame(time = c(1,2,3,4,5,6,7,8), event = 1), ties = data.frame(time = c(1,1,2,2,2,5,5,6,6), event = c(1,1,0,1,1,0,0,1,0)),
  censored = data.frame(time = c(3,4,5), event = 0), aml = data.frame(time = aml$time, event = aml$status), lung = data.frame(time = lung$time, event = lung$status - 1))
out <- list(); rows <- c()
for (n in names(cases)) for (l in c(0.9, 0.95)) {
  r <- bpcp(cases[[n]]$time, cases[[n]]$event, l); cat(n, l, "\n"); print(r, digits = 10)
  out[[length(out) + 1]] <- list(data = n, level = l, time = r[, 1], lower = r[, 2], upper = r[, 3])
}
# without censoring: the interval of Clopper and Pearson for the survivors
u <- bpcp(1:8, rep(1, 8), 0.95); cp <- t(sapply(7:0, function(x) binom.test(x, 8)$conf.int))
cat("largest difference from binom.test:", max(abs(u[, 2:3] - cp)), "\n")
all <- do.call(rbind, lapply(names(cases), function(n) cbind(data = n, entry = NA, cases[[n]])))
write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(list(curves = out, clopper_pearson = list(lower = cp[, 1], upper = cp[, 2])), digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n")
