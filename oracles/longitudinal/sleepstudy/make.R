# Random intercept and slope: lme4's sleepstudy, whole and with rows left out. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(jsonlite)})
source("../reml.R")
d <- sleepstudy; d$subject <- as.integer(d$Subject)
set.seed(5); part <- d[sort(sample(nrow(d), 130)), ]; part$group <- part$subject %% 2; d$group <- d$subject %% 2
w <- rbind(cbind(data = "whole", d), cbind(data = "part", part))
write.csv(w[, c("data", "subject", "group", "Days", "Reaction")], "input.csv", row.names = FALSE, quote = FALSE)
ctl <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
out <- list()
for (name in c("whole", "part")) for (slope in c(TRUE, FALSE)) for (reml in c(TRUE, FALSE)) {
  x <- if (name == "whole") d else part
  f <- if (slope) Reaction ~ group * Days + (Days | subject) else Reaction ~ group * Days + (1 | subject)
  fit <- suppressMessages(lmerTest::lmer(f, x, REML = reml, control = ctl)); k <- length(fixef(fit)); v <- as.data.frame(VarCorr(fit))
  unit <- function(j) replace(numeric(k), j, 1)
  L1 <- c(lapply(1:k, unit), list(c(0, 1, 0, 9))); LM <- rbind(unit(2), unit(4))
  # the independent computation
  rows <- split(seq_len(nrow(x)), x$subject); X <- unname(model.matrix(~ group * Days, x))
  V <- function(t, i) { z <- x$Days[rows[[i]]]; n <- length(z)
    if (slope) { Z <- cbind(1, z); Z %*% matrix(c(t[1], t[2], t[2], t[3]), 2) %*% t(Z) + t[4] * diag(n) } else matrix(t[1], n, n) + t[2] * diag(n) }
  model <- list(X = X, y = x$Reaction, rows = rows, V = V)
  start <- if (slope) c(v$vcov[1], v$vcov[3], v$vcov[2], v$vcov[4]) else v$vcov
  a <- answers(model, polish(model, start, reml, 25), L1, list(LM), reml)
  a$data <- name; a$slope <- slope; a$reml <- reml
  a$lmer <- list(deviance = if (reml) REMLcrit(fit) else deviance(fit), vcov = start, beta = unname(fixef(fit)),
    satterthwaite = lapply(L1, function(l) { r <- contest1D(fit, l); list(se = r[["Std. Error"]], df = r[["df"]]) }))
  j <- contestMD(fit, LM); a$lmer$joint <- list(f = j[["F value"]], df = j[["DenDF"]])
  if (reml) { A <- vcovAdj(fit)
    a$lmer$kr <- lapply(L1, function(l) list(se = sqrt(drop(l %*% as.matrix(A) %*% l)), df = pbkrtest::get_Lb_ddf(fit, l)))
    kr <- KRmodcomp(fit, LM)$stats; a$lmer$kr_joint <- list(f = kr$Fstat, df = kr$ddf, scaling = kr$F.scaling) }
  cat(name, slope, reml, "lmer less own deviance", a$lmer$deviance - a$deviance, "theta", a$theta, "\n"); print(summary(fit)$coefficients, digits = 10); print(j)
  out[[length(out) + 1]] <- a
}
write_json(out, "expected.json", digits = NA, auto_unbox = TRUE)
versions("lme4", "lmerTest", "pbkrtest", "numDeriv", "jsonlite")
