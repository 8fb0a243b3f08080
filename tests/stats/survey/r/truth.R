# What R's survey says of the made-up answers: golden values of tests/stats/survey/test_truth.py.
#   python made_up.py answers.csv; Rscript truth.R answers.csv golden.json
# R survey 4.1-1 (R 4.2.2). Results are lists of value, se, n, df, deff, low, high, by design, measure and domain.
suppressMessages({library(survey); library(jsonlite)})
arguments <- commandArgs(TRUE)
a <- read.csv(arguments[1], na.strings = "", colClasses = c(province = "character"))
out <- list()

keep <- function(design, measure, domain, value, se, n, df, deff = NA, ci = c(NA, NA))
  out[[length(out) + 1]] <<- list(design = design, measure = measure, domain = domain, value = value, se = se,
    n = n, df = df, deff = deff, low = ci[1], high = ci[2])

# Mean, share, total, ratio of one domain; the whole design is kept by subset().
four <- function(name, d, domain) {
  one <- function(measure, x, f, share = FALSE) {
    s <- subset(d, complete.cases(d$variables[x]))
    df <- degf(s)
    # A ratio's own deff is against sampling without replacement; that of its linearised total is asked for.
    m <- f(s)
    ci <- if (df > 0) as.numeric(confint(m, df = df)) else c(NA, NA)
    if (share && df > 0) ci <- as.numeric(attr(svyciprop(~used, s, method = "xlogit", df = df, na.rm = TRUE), "ci"))
    effect <- if (inherits(m, "svyratio")) attr(m, "deff")[1] else deff(m)[1]
    keep(name, measure, domain, as.numeric(coef(m)), as.numeric(SE(m)), sum(weights(s, "sampling") != 0), df,
      as.numeric(effect), ci)
  }
  one("rating", "rating", function(s) svymean(~rating, s, na.rm = TRUE, deff = "replace"))
  one("used", "used", function(s) svymean(~used, s, na.rm = TRUE, deff = "replace"), TRUE)
  one("paid total", "paid", function(s) svytotal(~paid, s, na.rm = TRUE, deff = "replace"))
  one("paid / visits", c("paid", "visits"), function(s) svyratio(~paid, ~visits, s, na.rm = TRUE, deff = "replace"))
  one("rating / visits", c("rating", "visits"), function(s) svyratio(~rating, ~visits, s, na.rm = TRUE, deff = "replace"))
}
every <- function(name, d, by = c("province", "sex")) {
  four(name, d, "")
  for (column in by) for (level in sort(unique(d$variables[[column]])))
    four(name, d[d$variables[[column]] == level, ], paste0(column, "=", level))
}

plain <- svydesign(~district, strata = ~stratum, weights = ~weight, data = a)
every("plain", plain)
every("no strata", svydesign(~district, weights = ~weight, data = a))
every("people", svydesign(~1, strata = ~stratum, weights = ~weight, data = a))
every("units", svydesign(~district, strata = ~stratum, weights = ~weight, fpc = ~units, data = a))

# Districts taken with certainty: strata of their own, with their communes as clusters.
a$s2 <- ifelse(a$sure == 1, paste(a$stratum, a$district), a$stratum)
a$c2 <- ifelse(a$sure == 1, a$commune, a$district)
options(survey.lonely.psu = "certainty")
every("certainty", svydesign(~c2, strata = ~s2, weights = ~weight, data = a))

lone <- svydesign(~district, strata = ~lone, weights = ~weight, data = a)
for (rule in c("certainty", "average", "adjust")) {
  options(survey.lonely.psu = rule)
  every(paste("lone", rule), lone)
}
options(survey.lonely.psu = "fail")

sexes <- data.frame(sex = c("f", "m"), Freq = c(21000, 19000))
every("post-stratified", postStratify(plain, ~sex, sexes))
raked <- calibrate(plain, ~sex + age, c(`(Intercept)` = 40000, sexm = 19000, `age35-54` = 15000, `age55+` = 9000),
  calfun = "raking", epsilon = 1e-14, maxit = 1000)
every("raked", raked)
people <- svydesign(~1, strata = ~stratum, weights = ~weight, data = a)
every("people post-stratified", postStratify(people, ~sex, sexes))

# Don't know (888) counts as 0, refused and not asked are left out.
a$recoded <- ifelse(a$coded == 888, 0, ifelse(a$coded %in% c(999, -999999), NA, a$coded))
d <- svydesign(~district, strata = ~stratum, weights = ~weight, data = a)
m <- svymean(~recoded, d, na.rm = TRUE)
keep("plain", "recoded", "", as.numeric(coef(m)), as.numeric(SE(m)), sum(!is.na(a$recoded)), degf(d))

# 2 rating - 3 used + 1, each over its own answers: the persons' linearised values, added up and summed.
for (level in c("", sort(unique(a$province)))) {
  there <- if (level == "") rep(TRUE, nrow(a)) else a$province == level
  part <- function(x) {
    has <- there & !is.na(a[[x]])
    v <- ifelse(has, a[[x]], 0)
    list(mean = sum(a$weight * v * has) / sum(a$weight * has),
      z = ifelse(has, (v - sum(a$weight * v * has) / sum(a$weight * has)) / sum(a$weight * has), 0))
  }
  p <- part("rating"); q <- part("used")
  a$z <- 2 * p$z - 3 * q$z
  m <- svytotal(~z, svydesign(~district, strata = ~stratum, weights = ~weight, data = a))
  keep("plain", "both", if (level == "") "" else paste0("province=", level), 2 * p$mean - 3 * q$mean + 1,
    as.numeric(SE(m)), NA, NA)
}
# Covariances of three complete measures.
m <- svymean(~paid + visits, plain)
v <- vcov(m)
for (i in 1:2) for (j in 1:2)
  keep("plain", paste("covariance", i, j), "", v[i, j], NA, NA, NA)

write_json(out, arguments[2], auto_unbox = TRUE, digits = NA, na = "null", pretty = FALSE)
