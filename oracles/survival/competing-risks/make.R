# Cumulative incidence, Gray's test, Fine-Gray. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(cmprsk); library(prodlim); library(jsonlite)})
set.seed(20); n <- 90
sim <- data.frame(time = round(rexp(n, 0.1), 4), cause = sample(0:2, n, TRUE, c(0.3, 0.4, 0.3)), group = rep(1:3, length.out = n), stratum = rep(1:2, each = n / 2), x1 = round(rnorm(n), 3), x2 = rep(0:1, length.out = n))
m <- mgus2; m <- m[complete.cases(m[, c("age", "hgb", "mspike")]), ]; m$etime <- ifelse(m$pstat == 0, m$futime, m$ptime); m$ev <- ifelse(m$pstat == 0, 2 * m$death, 1); m <- m[seq(1, nrow(m), 3), ]
pb <- subset(pbc, !is.na(trt)); pb <- pb[complete.cases(pb[, c("bili", "age", "stage")]), ]
cases <- list(sim = sim, tied = transform(sim, time = ceiling(time)),
  mgus = data.frame(time = m$etime, cause = m$ev, group = as.integer(m$sex), stratum = as.integer(m$age > 70), x1 = m$age, x2 = m$hgb),
  pbc = data.frame(time = pb$time, cause = c(0, 2, 1)[pb$status + 1], group = pb$trt, stratum = pb$edema * 2, x1 = pb$age, x2 = pb$bili))
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-14, iter.max = 50)
out <- list()
for (k in names(cases)) {
  d <- cases[[k]]; ci <- cuminc(d$time, d$cause); tt <- sort(unique(d$time[d$cause == 1])); tp <- timepoints(ci, tt)
  s <- summary(survfit(Surv(time, factor(cause, 0:2)) ~ 1, d), times = tt); pl <- prodlim(Hist(time, cause) ~ 1, d)
  e <- list(data = k, time = tt, incidence = s$pstate[, 2], se_delta = s$std.err[, 2], se_prodlim = pl$se.cuminc[[1]][match(tt, pl$time)], incidence_cmprsk = tp$est["1 1", ], se_cmprsk = sqrt(tp$var["1 1", ]))
  g <- cuminc(d$time, d$cause, d$group); gs <- cuminc(d$time, d$cause, d$group, d$stratum); print(g$Tests); print(gs$Tests)
  e$gray <- list(stat = g$Tests[1, 1], p = g$Tests[1, 2], df = g$Tests[1, 3], stat2 = g$Tests[2, 1]); e$gray_strata <- list(stat = gs$Tests[1, 1], stat2 = gs$Tests[2, 1])
  x <- as.matrix(d[, c("x1", "x2")]); f <- crr(d$time, d$cause, x, gtol = 1e-12, maxiter = 50); print(summary(f))
  e$crr <- list(coef = as.numeric(f$coef), se = sqrt(diag(f$var)), loglik = f$loglik, loglik0 = f$loglik.null)
  d$id <- seq_len(nrow(d)); fg <- finegray(Surv(time, factor(cause, 0:2)) ~ ., d, etype = "1", id = id)
  for (ties in c("breslow", "efron")) {
    b <- coxph(Surv(fgstart, fgstop, fgstatus) ~ x1 + x2, fg, weights = fgwt, ties = ties, cluster = id, control = ctl); print(b)
    e[[paste0("finegray_", ties)]] <- list(coef = as.numeric(coef(b)), robust_se = sqrt(diag(b$var)))
  }
  out[[length(out) + 1]] <- e
}
all <- do.call(rbind, lapply(names(cases), function(k) cbind(data = k, cases[[k]]))); for (k in names(all)[-1]) all[[k]] <- sprintf("%.17g", all[[k]])
write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "cmprsk", as.character(packageVersion("cmprsk")), "prodlim", as.character(packageVersion("prodlim")), "\n")
