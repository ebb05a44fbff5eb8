"""Writes small models of the installed xgboost and what it predicts, as XgboostModelTest reads them:

python make_models.py OUT && (cd OUT && zip -X9 ../xgboost-VERSION.zip *)
"""

import json, os, sys, warnings

warnings.filterwarnings("ignore")
import numpy as np, pandas as pd, xgboost as xgb

V = xgb.__version__
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
rng = np.random.RandomState(7)
N = 200
X = rng.randn(N, 4).astype(np.float32)
X[rng.rand(N, 4) < 0.1] = np.nan
Z = np.nan_to_num(X)
target = Z[:, 0] * 2 + np.sin(Z[:, 1] * 3) + Z[:, 2] * Z[:, 3]
C = X.copy()
C[:, 3] = rng.randint(0, 12, N)
ctarget = Z[:, 0] + np.array([0, 5, 1, 7, 2, 9, 3, 3, 8, 1, 0, 4])[C[:, 3].astype(int)]
P = rng.randn(12, 4).astype(np.float32) * 2
P[rng.rand(12, 4) < 0.15] = np.nan
PC = P.copy()
PC[:, 3] = [0, 1, 2, 3, 5, 7, 11, 12, 100, np.nan, -1, 4.6]
cases = []


def rows(a):
    return [[None if np.isnan(v) else float(v) for v in r] for r in a]


def add(name, model, cls, data, pred, fmt="ubj"):
    f = f"{name}.{fmt}"
    try:
        model.save_model(os.path.join(out, f))
    except Exception as e:
        print("skip", name, e)
        return
    p = np.asarray(pred)
    assert np.isfinite(p).all(), name
    cases.append(dict(name=name, file=f, model_class=cls, rows=rows(data), predictions=p.tolist()))


B = "xgboost.core.Booster"
S = "xgboost.sklearn."
base = dict(nthread=1, max_depth=3, eta=0.4)


def booster(name, params, y, data=X, probe=P, rounds=3, fmt="ubj", dm={}):
    try:
        b = xgb.train({**base, **params}, xgb.DMatrix(data, y, **dm), rounds)
        add(
            name,
            b,
            B,
            probe,
            b.predict(
                xgb.DMatrix(probe, **({k: v for k, v in dm.items() if k in ("feature_types", "enable_categorical")}))
            ),
            fmt,
        )
    except Exception as e:
        print("skip", name, str(e)[:200])


lab = (target > 0).astype(int)
tri = np.digitize(target, [-1, 1])
pos = np.exp(target / 3)
booster("squarederror-json", {"objective": "reg:squarederror"}, target, fmt="json")
booster("squarederror", {"objective": "reg:squarederror"}, target)
booster("logistic", {"objective": "binary:logistic"}, lab)
booster("reg-logistic", {"objective": "reg:logistic"}, lab)
booster("logitraw", {"objective": "binary:logitraw"}, lab)
booster("hinge", {"objective": "binary:hinge"}, lab)
booster("softmax", {"objective": "multi:softmax", "num_class": 3}, tri, rounds=2)
booster("softprob", {"objective": "multi:softprob", "num_class": 3}, tri, rounds=2)
booster("softprob-json", {"objective": "multi:softprob", "num_class": 3}, tri, rounds=2, fmt="json")
booster("poisson", {"objective": "count:poisson"}, np.round(pos))
booster("gamma", {"objective": "reg:gamma"}, pos)
booster("tweedie", {"objective": "reg:tweedie"}, pos)
booster("squaredlogerror", {"objective": "reg:squaredlogerror"}, pos)
booster("absoluteerror", {"objective": "reg:absoluteerror"}, target)
booster("pseudohuber", {"objective": "reg:pseudohubererror"}, target)
booster("quantile", {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.5, 0.9]}, target, rounds=2)
booster("expectile", {"objective": "reg:expectileerror", "expectile_alpha": [0.1, 0.5, 0.9]}, target, rounds=2)
booster("cox", {"objective": "survival:cox"}, pos * np.where(lab == 1, 1, -1))
try:
    d = xgb.DMatrix(X)
    d.set_float_info("label_lower_bound", pos)
    d.set_float_info("label_upper_bound", pos * 2)
    b = xgb.train({**base, "objective": "survival:aft"}, d, 3)
    add("aft", b, B, P, b.predict(xgb.DMatrix(P)))
except Exception as e:
    print("skip aft", e)
for rank in ("pairwise", "ndcg", "map"):
    g = [20] * 10
    y = lab if rank == "map" else tri
    d = xgb.DMatrix(X, y)
    d.set_group(g)
    b = xgb.train({**base, "objective": "rank:" + rank}, d, 2)
    add("rank-" + rank, b, B, P, b.predict(xgb.DMatrix(P)))
booster("dart", {"booster": "dart", "rate_drop": 0.5, "seed": 3}, target, rounds=6)
booster(
    "dart-json",
    {"booster": "dart", "rate_drop": 0.5, "seed": 3, "objective": "binary:logistic"},
    lab,
    rounds=4,
    fmt="json",
)
booster(
    "dart-softprob",
    {"booster": "dart", "rate_drop": 0.5, "seed": 3, "objective": "multi:softprob", "num_class": 3},
    tri,
    rounds=3,
)
booster("gblinear", {"booster": "gblinear", "seed": 1, "updater": "coord_descent"}, target, rounds=5)
booster(
    "gblinear-softprob",
    {"booster": "gblinear", "objective": "multi:softprob", "num_class": 3, "updater": "coord_descent"},
    tri,
    rounds=3,
)
booster("forest", {"num_parallel_tree": 3, "subsample": 0.5, "seed": 1}, target, rounds=2)
booster("prune", {"gamma": 20, "tree_method": "exact"}, target)
booster("base-score", {"base_score": 0.25, "objective": "binary:logistic"}, lab)
ct = {"feature_types": ["q", "q", "q", "c"], "enable_categorical": True}
booster("categorical-partition", {"tree_method": "hist", "max_cat_to_onehot": 1}, ctarget, C, PC, dm=ct)
booster("categorical-onehot", {"tree_method": "hist", "max_cat_to_onehot": 100}, ctarget, C, PC, dm=ct)
booster(
    "categorical-partition-json", {"tree_method": "hist", "max_cat_to_onehot": 1}, ctarget, C, PC, fmt="json", dm=ct
)
try:
    b = xgb.train({**base, "tree_method": "hist"}, xgb.DMatrix(X, np.stack([target, pos], 1)), 2)
    add("multi-target", b, B, P, b.predict(xgb.DMatrix(P)))
except Exception as e:
    print("skip multi-target", e)
k = dict(n_jobs=1, max_depth=3, n_estimators=3, learning_rate=0.4)


def est(name, cls, y, fmt="ubj", fit={}, data=X, probe=P, **kw):
    try:
        m = getattr(xgb, cls)(**{**k, **kw}).fit(data, y, **fit)
        # What MLflow does: a fresh object of the class reads the file.
        f = os.path.join(out, "tmp." + fmt)
        m.save_model(f)
        n = getattr(xgb, cls)()
        n.load_model(f)
        os.remove(f)
        add(name, m, S + cls, probe, n.predict(probe), fmt)
    except Exception as e:
        print("skip", name, str(e)[:300])


est("classifier-binary", "XGBClassifier", lab)
est("classifier-three", "XGBClassifier", tri, fmt="json")
est("classifier-softmax", "XGBClassifier", tri, objective="multi:softmax")
est("classifier-multilabel", "XGBClassifier", np.stack([lab, (Z[:, 1] > 0).astype(int)], 1), n_estimators=2)
est("classifier-dart", "XGBClassifier", lab, booster="dart", rate_drop=0.5)
est("regressor", "XGBRegressor", target)
est("regressor-dart", "XGBRegressor", target, booster="dart", rate_drop=0.5, n_estimators=5)
est("regressor-linear", "XGBRegressor", target, booster="gblinear")
est("regressor-forest", "XGBRFRegressor", target, n_estimators=3)
est("classifier-forest", "XGBRFClassifier", tri, n_estimators=2)
est("ranker", "XGBRanker", tri, fit={"group": [20] * 10})
early = dict(fit={"eval_set": [(Z[:50] * -1, target[:50])], "verbose": False}, early_stopping_rounds=2, n_estimators=20)
est("early-stopping", "XGBRegressor", target, **early)
est("early-stopping-json", "XGBRegressor", target, fmt="json", **early)
early = dict(
    fit={"eval_set": [(Z[:50] * -1, tri[:50])], "verbose": False}, early_stopping_rounds=2, n_estimators=20, max_depth=2
)
est("early-stopping-three", "XGBClassifier", tri, **early)
F = pd.DataFrame(X, columns=["a", "b", "c", "d"])
b = xgb.train({**base}, xgb.DMatrix(F, target), 2)
add("named", b, B, P, b.predict(xgb.DMatrix(pd.DataFrame(P, columns=list("abcd")))))
json.dump(dict(version=V, cases=cases), open(os.path.join(out, "cases.json"), "w"), separators=(",", ":"))
print(V, len(cases))
