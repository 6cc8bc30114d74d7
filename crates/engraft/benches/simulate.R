# The estimands of studies/wang-2012-sle for simulated trials in FOLDER/0, FOLDER/1, ...; prints the seconds it took and the
# numbers that simulate.rs compares.
suppressMessages({ library(nlme); library(survival); library(cmprsk); library(exactRankTests); library(emmeans) })
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
trials <- as.integer(arguments[2])
arms <- list(single = "single", double = "double", all = c("single", "double"))

wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
newcombe <- function(x1, n1, x2, n2) {
  a <- wilson(x1, n1); b <- wilson(x2, n2); d <- x1 / n1 - x2 / n2
  c(d, d - sqrt((x1 / n1 - a[1])^2 + (b[2] - x2 / n2)^2), d + sqrt((a[2] - x1 / n1)^2 + (x2 / n2 - b[1])^2))
}
midp <- function(x, n) {
  upper <- if (x == n) 1 else uniroot(function(p) pbinom(x, n, p) - 0.5 * dbinom(x, n, p) - 0.025, c(0, 1), tol = 1e-12)$root
  lower <- if (x == 0) 0 else uniroot(function(p) 1 - pbinom(x, n, p) + 0.5 * dbinom(x, n, p) - 0.025, c(0, 1), tol = 1e-12)$root
  c(lower, upper)
}

trial <- function(k) {
  read <- function(name) read.csv(file.path(folder, k, name), skip = 1)
  subjects <- read("subjects.csv"); clinic <- read("clinic.csv"); events <- read("events.csv"); left <- read("disposition.csv")
  out <- list()
  add <- function(key, value) out[[key]] <<- value
  base <- clinic[clinic$visit == "baseline", ]; late <- clinic[clinic$visit == "m12", ]
  subjects$base <- base$sledai[match(subjects$subject, base$subject)]
  subjects$late <- late$sledai[match(subjects$subject, late$subject)]
  subjects$change <- subjects$late - subjects$base
  remission <- late$remission.printed[match(subjects$subject, late$subject)]
  subjects$remission <- !is.na(remission) & remission == "yes"
  relapse <- events[events$kind == "relapse", ]
  subjects$relapse <- subjects$subject %in% relapse$subject
  subjects$related <- subjects$subject %in% events$subject[events$related == "yes"]
  subjects$status <- left$status[match(subjects$subject, left$subject)]
  subjects$end <- left$day[match(subjects$subject, left$subject)]
  subjects$death <- subjects$status == "died"
  # proportions by arm, three intervals each, and their differences
  for (what in c("remission", "relapse", "death", "related")) {
    for (arm in names(arms)) {
      mine <- subjects[subjects$arm %in% arms[[arm]], what]; x <- sum(mine); n <- length(mine)
      exact <- binom.test(x, n)$conf.int; score <- wilson(x, n); mid <- midp(x, n)
      add(paste0(what, "-by-arm|", arm, "|clopper-pearson|lower"), 100 * exact[1])
      add(paste0(what, "-by-arm|", arm, "|clopper-pearson|upper"), 100 * exact[2])
      add(paste0(what, "-by-arm|", arm, "|wilson|upper"), 100 * score[2])
      add(paste0(what, "-by-arm|", arm, "|mid-p|upper"), 100 * mid[2])
    }
    a <- subjects[subjects$arm == "double", what]; b <- subjects[subjects$arm == "single", what]
    d <- newcombe(sum(a), length(a), sum(b), length(b))
    id <- if (what == "remission") "remission-m12" else what
    add(paste0(id, "|double - single|newcombe|estimate"), 100 * d[1])
    add(paste0(id, "|double - single|newcombe|lower"), 100 * d[2])
    add(paste0(id, "|double - single|newcombe|upper"), 100 * d[3])
    test <- fisher.test(matrix(c(sum(a), sum(!a), sum(b), sum(!b)), 2))
    add(paste0(id, "|double - single|newcombe|p-value"), test$p.value)
  }
  # SLEDAI: exact rank sum with the shift, Welch, and the model with baseline
  a <- na.omit(subjects$change[subjects$arm == "double"]); b <- na.omit(subjects$change[subjects$arm == "single"])
  ranks <- wilcox.exact(a, b, conf.int = TRUE)
  add("sledai-m12|double - single|rank-sum|p-value", ranks$p.value)
  welch <- t.test(a, b)
  add("sledai-m12|double - single|welch-t|lower", welch$conf.int[1])
  add("sledai-m12|double - single|welch-t|p-value", welch$p.value)
  # SLEDAI at every visit: unstructured covariance by REML, effects of arm and baseline at each visit
  long <- clinic[clinic$visit != "baseline", c("subject", "visit", "sledai")]
  long <- merge(long, subjects[, c("subject", "arm", "base")]); long$change <- long$sledai - long$base
  long <- long[!is.na(long$change), ]
  long$visit <- factor(long$visit, levels = c("m12", "m6", "m3", "m1")); long$place <- as.integer(long$visit)
  long$arm <- factor(long$arm, levels = c("single", "double")); long <- long[order(long$subject, long$place), ]
  fit <- gls(change ~ visit * arm + base * visit, data = long, method = "REML",
    correlation = corSymm(form = ~ place | subject), weights = varIdent(form = ~ 1 | visit))
  # adjusted means of the arms and their differences at every visit, with the residual degrees of freedom, which cost least
  means <- emmeans(fit, ~ arm | visit, mode = "df.error", data = long)
  summary(means, infer = TRUE)
  differences <- summary(pairs(means, reverse = TRUE), infer = TRUE)
  add("sledai-course|double - single|mmrm|estimate", differences$estimate[differences$visit == "m12"])
  # survival, and relapse where death competes
  summary(survfit(Surv(end, death) ~ arm, data = subjects, conf.type = "log-log"))
  day <- relapse$start[match(subjects$subject, relapse$subject)]
  time <- ifelse(is.na(day), subjects$end, day); cause <- ifelse(!is.na(day), 1, ifelse(subjects$death, 2, 0))
  incidence <- cuminc(time, cause, subjects$arm)
  if (!is.null(incidence$Tests)) add("relapse-over-time-arms|double - single|gray|p-value", incidence$Tests["1", "pv"])
  cuminc(time, cause)
  out
}

start <- proc.time()[["elapsed"]]
all <- lapply(seq_len(trials) - 1, trial)
cat("seconds", proc.time()[["elapsed"]] - start, "\n", sep = " ")
for (k in seq_along(all)) for (key in names(all[[k]])) cat(k - 1, " ", gsub(" ", "_", key), " ", format(all[[k]][[key]], digits = 15), "\n", sep = "")
