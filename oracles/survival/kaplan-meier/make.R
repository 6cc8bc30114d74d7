# Kaplan-Meier curves, intervals, quantiles, restricted means. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(jsonlite)})
freireich <- data.frame(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), group = rep(1:2, each = 21))
cases <- list()
add <- function(name, time, event, entry = NA) cases[[name]] <<- data.frame(data = name, entry = entry, time = time, event = as.integer(event))
with(subset(freireich, group == 1), add("6-mp", time, event)); with(subset(freireich, group == 2), add("placebo", time, event))
with(subset(veteran, trt == 1), add("veteran-1", time, status)); with(subset(veteran, trt == 2), add("veteran-2", time, status))
with(lung, add("lung", time, status == 2)); with(subset(aml, x == "Maintained"), add("aml", time, status))
with(subset(lung, sex == 1), add("lung-1", time, status == 2)); with(subset(lung, sex == 2), add("lung-2", time, status == 2))
add("flat-censored", c(1, 2, 3, 4), c(1, 1, 0, 0)); add("flat-event", 1:6, c(1, 1, 1, 0, 1, 1)); add("one-of-two", 1:2, c(1, 0))
add("late", lung$time + lung$age, lung$status == 2, entry = lung$age); add("late-few", c(5, 6, 7, 8, 9, 9), c(1, 0, 1, 1, 0, 1), entry = c(0, 2, 0, 5, 6, 3))
out <- lapply(cases, function(d) {
  y <- if (all(is.na(d$entry))) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  fits <- lapply(c("plain", "log", "log-log", "logit", "arcsin"), function(k) survfit(y ~ 1, conf.type = k, conf.int = 0.95))
  f <- fits[[1]]; s <- summary(f, censored = TRUE); print(f)
  bands <- lapply(fits, function(f) { s <- summary(f, censored = TRUE); list(lower = s$lower, upper = s$upper) })
  names(bands) <- c("plain", "log", "log-log", "logit", "arcsine")
  qs <- lapply(fits[1:3], function(f) quantile(f, c(0.25, 0.5, 0.75))); names(qs) <- names(bands)[1:3]
  tau <- 0.8 * max(d$time); rm <- summary(f, rmean = tau)$table
  list(time = s$time, n = s$n.risk, d = s$n.event, c = s$n.censor, surv = s$surv, se = s$std.err, bands = bands, quantiles = qs,
       tau = tau, rmean = rm[["rmean"]], rmean_se = rm[["se(rmean)"]])
})
contrast <- function(a, b, tau) {
  r <- lapply(list(a, b), function(d) summary(survfit(Surv(time, event) ~ 1, d), rmean = tau)$table)
  m <- sapply(r, `[[`, "rmean"); s <- sapply(r, `[[`, "se(rmean)"); se <- sqrt(sum(s^2)); z <- qnorm(0.975)
  ls <- sqrt(sum((s / m)^2)); q <- m[1] / m[2]
  list(tau = tau, difference = m[1] - m[2], se = se, lower = m[1] - m[2] - z * se, upper = m[1] - m[2] + z * se, p = 2 * pnorm(-abs(m[1] - m[2]) / se),
       ratio = q, ratio_lower = q * exp(-z * ls), ratio_upper = q * exp(z * ls), ratio_p = 2 * pnorm(-abs(log(q)) / ls))
}
ct <- list(freireich = c(list(first = "6-mp", second = "placebo"), contrast(cases[["6-mp"]], cases[["placebo"]], 20)),
           lung = c(list(first = "lung-1", second = "lung-2"), contrast(cases[["lung-1"]], cases[["lung-2"]], 700)))
all <- do.call(rbind, cases); write.csv(format(all, digits = 17, trim = TRUE), "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(list(curves = out, contrasts = ct), digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n")
