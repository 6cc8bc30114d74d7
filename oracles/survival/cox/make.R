# Cox models. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(survival); library(jsonlite)})
freireich <- data.frame(
  time = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35, 1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23),
  event = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0, rep(1, 21)), x1 = rep(0:1, each = 21))
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-14, iter.max = 50)
v <- model.matrix(~ trt + karno + diagtime + age + celltype + prior, veteran)[, -1]
pb <- subset(pbc, !is.na(trt)); l <- na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog", "inst")])
b2 <- bladder2; b2 <- b2[b2$stop > b2$start, ]; h <- heart
named <- function(x) setNames(as.data.frame(x), paste0("x", seq_len(ncol(as.data.frame(x)))))
cases <- list(
  freireich = cbind(entry = NA, freireich, stratum = 0, id = 1:42),
  veteran = cbind(entry = NA, time = veteran$time, event = veteran$status, named(v), stratum = veteran$celltype == "large", id = seq_len(nrow(veteran))),
  pbc = cbind(entry = NA, time = pb$time, event = as.integer(pb$status == 2), named(cbind(pb$age, log(pb$bili), pb$edema, log(pb$albumin), log(pb$protime + 0))), stratum = pb$stage, id = pb$id),
  lung = cbind(entry = NA, time = l$time, event = l$status - 1, named(l[, c("age", "sex", "ph.ecog")]), stratum = l$sex, id = l$inst),
  `lung-late` = cbind(entry = l$age * 10, time = l$age * 10 + l$time, event = l$status - 1, named(l[, c("sex", "ph.ecog")]), stratum = l$sex, id = seq_len(nrow(l))),
  bladder = cbind(entry = b2$start, time = b2$stop, event = b2$event, named(cbind(b2$rx, b2$size, b2$number)), stratum = b2$enum, id = b2$id),
  heart = cbind(entry = h$start, time = h$stop, event = h$event, named(cbind(h$age, h$year, h$surgery, as.integer(h$transplant) - 1)), stratum = h$surgery, id = h$id))
cases$pbc <- cases$pbc[complete.cases(cases$pbc[, -1]), ]
cases <- lapply(cases, function(d) { d$stratum <- as.integer(d$stratum); d })
out <- list()
for (n in names(cases)) for (ties in c("efron", "breslow", "exact")) for (st in c(FALSE, TRUE)) {
  d <- cases[[n]]; if (st && length(unique(d$stratum)) < 2) next
  if (ties == "exact" && n %in% c("pbc", "bladder", "heart")) next # R lists subsets for rows with entry times: too slow with many ties
  x <- grep("^x", names(d), value = TRUE)
  # strata made of a covariate leave that covariate without information
  if (st) x <- switch(n, lung = c("x1", "x3"), `lung-late` = "x2", heart = c("x1", "x2", "x4"), veteran = c("x1", "x2", "x3", "x4", "x8"), x)
  y <- if (all(is.na(d$entry))) "Surv(time, event)" else "Surv(entry, time, event)"
  rhs <- paste(c(x, if (st) "strata(stratum)"), collapse = " + ")
  robust <- ties != "exact"
  f <- if (robust) coxph(as.formula(paste(y, "~", rhs)), d, ties = ties, cluster = id, control = ctl) else coxph(as.formula(paste(y, "~", rhs)), d, ties = ties, control = ctl)
  print(f); s <- summary(f); e <- list(data = n, ties = ties, strata = st, covariates = I(x), coef = I(as.numeric(coef(f))),
    se = I(if (robust) sqrt(diag(f$naive.var)) else sqrt(diag(f$var))), robust_se = I(if (robust) sqrt(diag(f$var)) else numeric()), loglik = f$loglik,
    score = f$score, wald = f$wald.test, lr = 2 * diff(f$loglik))
  if (robust) {
    m <- coxph(as.formula(paste(y, "~", rhs)), d, ties = ties, control = ctl); e$model_wald <- m$wald.test
    if (!st) {
      ph <- list(); for (k in c("km", "rank", "identity", "log")) { z <- cox.zph(m, transform = k, terms = FALSE)$table; ph[[k]] <- list(chisq = z[, 1], p = z[, 3]); print(z) }
      e$zph <- ph
      nd <- as.data.frame(as.list(colMeans(d[, x, drop = FALSE]))); nd[[1]] <- nd[[1]] + 1
      sf <- survfit(m, newdata = nd, conf.type = "log-log"); k <- sf$n.event > 0
      e$predicted <- list(at = I(as.numeric(nd)), time = sf$time[k], hazard = sf$cumhaz[k], se = sf$std.err[k], surv = sf$surv[k], lower = sf$lower[k], upper = sf$upper[k])
    } else { z <- cox.zph(m, transform = "km", terms = FALSE)$table; print(z); e$zph <- list(km = list(chisq = z[, 1], p = z[, 3])) }
  }
  out[[length(out) + 1]] <- e
}
full <- function(n) { d <- cases[[n]]; for (k in paste0("x", 1:8)) if (is.null(d[[k]])) d[[k]] <- NA; cbind(data = n, d[, c("entry", "time", "event", "stratum", "id", paste0("x", 1:8))]) }
all <- do.call(rbind, lapply(names(cases), full))
for (k in names(all)[-1]) all[[k]] <- ifelse(is.na(all[[k]]), "NA", sprintf("%.17g", all[[k]]))
write.csv(all, "input.csv", row.names = FALSE, quote = FALSE)
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", pretty = 1), "expected.json")
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n")
