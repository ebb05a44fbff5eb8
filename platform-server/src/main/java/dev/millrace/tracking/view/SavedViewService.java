package dev.millrace.tracking.view;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.SavedView;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of saved views: everybody sees the shared ones, their owner alone changes them. */
@ApplicationScoped
public class SavedViewService {

  private static final int MAX_NAME_LENGTH = 250;
  private static final int MAX_SEARCH_LENGTH = 65_536;
  private static final int MAX_VIEWS = 1_000;

  private final SavedViewStore views;
  private final Clock clock = Clock.systemUTC();

  SavedViewService(SavedViewStore views) {
    this.views = views;
  }

  List<SavedView> list(@Nullable Principal caller) {
    return views.list(owner(caller));
  }

  @Transactional
  SavedView create(SavedView view, @Nullable Principal caller) {
    String owner = owner(caller);
    SavedView checked = checked(view, owner);
    if (views.countOf(owner) >= MAX_VIEWS) {
      throw MlflowException.invalidParameter(
          "There are " + MAX_VIEWS + " saved views of this name already. Delete one first.");
    }
    return views.create(checked, clock.millis()).orElseThrow(() -> nameTaken(checked));
  }

  @Transactional
  SavedView replace(String viewId, SavedView view, @Nullable Principal caller) {
    String owner = owner(caller);
    long id = requireOwn(viewId, owner);
    SavedView checked = checked(view, owner);
    try {
      return views.replace(id, checked, clock.millis()).orElseThrow(() -> notFound(viewId));
    } catch (DatabaseException e) {
      throw e.isUniqueViolation() ? nameTaken(checked) : e;
    }
  }

  @Transactional
  void delete(String viewId, @Nullable Principal caller) {
    if (!views.delete(requireOwn(viewId, owner(caller)))) {
      throw notFound(viewId);
    }
  }

  private long requireOwn(String viewId, String owner) {
    long id = parseId(viewId);
    SavedView found = views.lock(id).orElseThrow(() -> notFound(viewId));
    boolean own = owner.equals(found.owner());
    if (!own && !Boolean.TRUE.equals(found.shared())) {
      throw notFound(viewId);
    }
    if (!own) {
      throw new MlflowException(
          ErrorCode.PERMISSION_DENIED,
          "The view was saved by " + Keys.quote(String.valueOf(found.owner())) + ".");
    }
    return id;
  }

  private static SavedView checked(SavedView view, String owner) {
    String name = Require.text(view.name(), "name").strip();
    Require.text(name, "name");
    Keys.checkLength("name", MAX_NAME_LENGTH, name);
    String experimentId = Require.text(view.experimentId(), "experiment_id");
    ExperimentService.parseId(experimentId);
    String search = Require.present(view.search(), "search");
    Keys.checkLength("search", MAX_SEARCH_LENGTH, search);
    boolean shared = Boolean.TRUE.equals(view.shared());
    return new SavedView(null, name, owner, shared, experimentId, search, null, null);
  }

  /** Empty where nobody said a name: such views belong to all who say none. */
  private static String owner(@Nullable Principal caller) {
    return caller == null ? "" : caller.getName();
  }

  private static long parseId(String viewId) {
    try {
      return Long.parseLong(viewId);
    } catch (NumberFormatException notANumber) {
      throw notFound(viewId);
    }
  }

  private static MlflowException nameTaken(SavedView view) {
    return new MlflowException(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "There is a saved view named " + Keys.quote(String.valueOf(view.name())) + " already.");
  }

  private static MlflowException notFound(String viewId) {
    return MlflowException.notFound("Saved view " + Keys.quote(viewId) + " not found");
  }
}
