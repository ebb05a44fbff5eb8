"""Writes small models of the installed lightgbm and what it predicts, as LightgbmModelTest reads them:

python make_models.py OUT && (cd OUT && zip -X9 ../lightgbm-VERSION.zip *)
"""

import json, os, sys, warnings

warnings.filterwarnings("ignore")
import lightgbm as lgb, numpy as np

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
rng = np.random.RandomState(7)
N = 400
X = rng.randn(N, 4)
X[rng.rand(N, 4) < 0.1] = np.nan
X[:, 2] = np.where(rng.rand(N) < 0.3, 0, X[:, 2])
Z = np.nan_to_num(X)
target = Z[:, 0] * 2 + np.sin(Z[:, 1] * 3) + Z[:, 2] * Z[:, 3]
C = X.copy()
C[:, 3] = rng.randint(0, 70, N)
ctarget = Z[:, 0] + np.cos(C[:, 3] * 1.7) * 4
P = rng.randn(16, 4) * 2
P[rng.rand(16, 4) < 0.2] = np.nan
P[3] = np.nan
P[4] = 0
P[5] = [1e-36, -1e-36, 2e-35, -1e-35]
P[6] = [1e300, -1e300, np.inf, -np.inf]
PC = P.copy()
PC[:, 3] = [0, 1, 2, 3, 5, 31, 32, 63, 64, 69, 100, np.nan, -1, -0.5, 4.6, 1e12]
cases = []


def rows(a):
    return [[None if np.isnan(v) else repr(float(v)) for v in r] for r in a]


def add(name, params, y, data=X, probe=P, rounds=4, **dataset):
    base = {"num_leaves": 9, "min_data_in_leaf": 5, "verbose": -1, "seed": 3, "num_threads": 1, "deterministic": True}
    booster = lgb.train({**base, **params}, lgb.Dataset(data, y, **dataset), rounds)
    file = f"{name}.lgb"
    booster.save_model(os.path.join(out, file))
    loaded = lgb.Booster(model_file=os.path.join(out, file))
    answered, raw = loaded.predict(probe), loaded.predict(probe, raw_score=True)
    assert np.isfinite(answered).all(), name
    cases.append(dict(name=name, file=file, rows=rows(probe), predictions=answered.tolist(), raw=raw.tolist()))


label = (target > 0).astype(int)
three = np.digitize(target, [-1, 1])
positive = np.exp(target / 3)
for objective in ("regression", "regression_l1", "huber", "fair", "quantile", "mape"):
    add(objective, {"objective": objective}, target)
add("regression-sqrt", {"objective": "regression", "reg_sqrt": True}, target)
for objective in ("poisson", "gamma", "tweedie"):
    add(objective, {"objective": objective}, positive)
add("binary", {"objective": "binary"}, label)
add("binary-sigmoid", {"objective": "binary", "sigmoid": 2.5}, label)
add("cross_entropy", {"objective": "cross_entropy"}, label * 0.8 + 0.1)
add("cross_entropy_lambda", {"objective": "cross_entropy_lambda"}, label * 0.8 + 0.1)
add("multiclass", {"objective": "multiclass", "num_class": 3}, three)
add("multiclassova", {"objective": "multiclassova", "num_class": 3}, three)
for objective in ("lambdarank", "rank_xendcg"):
    add(objective, {"objective": objective}, three, group=[20] * 20)
add("dart", {"objective": "binary", "boosting": "dart", "drop_rate": 0.5}, label, rounds=8)
forest = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7, "feature_fraction": 0.8}
add("forest", {"objective": "regression", **forest}, target, rounds=6)
add("forest-binary", {"objective": "binary", **forest}, label, rounds=6)
add("forest-multiclass", {"objective": "multiclass", "num_class": 3, **forest}, three, rounds=6)
goss = {"data_sample_strategy": "goss"} if int(lgb.__version__[0]) > 3 else {"boosting": "goss"}
add("goss", {"objective": "regression", **goss}, target)
add("zero-as-missing", {"objective": "regression", "zero_as_missing": True}, target)
add("no-missing", {"objective": "regression", "use_missing": False}, target)
add("whole", {"objective": "regression"}, Z[:, 0] * 2, data=Z)
many = {"max_cat_to_onehot": 1, "cat_smooth": 1, "min_data_per_group": 5, "cat_l2": 0}
add("categories", {"objective": "regression", **many}, ctarget, data=C, probe=PC, categorical_feature=[3])
few = {"max_cat_to_onehot": 100, "min_data_per_group": 1, "cat_smooth": 0}
add("one-category", {"objective": "binary", **few}, (ctarget > 0).astype(int), data=C, probe=PC, categorical_feature=[3])
both = {"zero_as_missing": True, **many}
add("categories-zeros", {"objective": "regression", **both}, ctarget, data=C, probe=PC, categorical_feature=[3])
add("constant", {"objective": "regression"}, np.full(N, 2.5))
add("stump", {"objective": "regression", "num_leaves": 2}, target, rounds=1)
add("large", {"objective": "regression", "num_leaves": 200, "min_data_in_leaf": 1}, target, rounds=20)
add("named", {"objective": "regression"}, target, feature_name=["a", "b c", "d", "e"])
json.dump({"version": lgb.__version__, "cases": cases}, open(os.path.join(out, "cases.json"), "w"))
print(lgb.__version__, len(cases))
