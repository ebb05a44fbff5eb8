package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.serving.VersionInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores a file chunk by chunk. After each the state is written, so that a run that was ended goes
 * on behind its last whole chunk; the output has its name when it is complete.
 */
public final class ScoreJob {

  private static final int MAX_CHUNK_BYTES = 2 << 20;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final ScorePlan plan;
  private final ChunkScorer.Model model;
  private final Progress progress;

  /** Asks for predictions; see {@link #run}. */
  @FunctionalInterface
  public interface Model {

    /**
     * The answer's JSON.
     *
     * @throws RefusedRowsException where the model does not take the data
     */
    String ask(byte[] body, String mediaType);
  }

  /** Is told how many bytes of the input are scored. */
  @FunctionalInterface
  public interface Progress {
    void advanced(long done, long size);
  }

  /** Is told that all is scored. */
  @FunctionalInterface
  public interface Completion {

    /**
     * Is told before the output has its name.
     *
     * @param output the whole of it
     */
    void completed(ScoreState state, Path output) throws IOException;
  }

  /** The model does not take what it was asked; the message says why. */
  public static final class RefusedRowsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedRowsException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  public ScoreJob(ScorePlan plan, Model model, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.model = ChunkScorer.Model.of(model);
  }

  /**
   * Scores what is not scored yet.
   *
   * @param input what the model takes
   * @param completed is told when all is scored, before the output has its name
   * @throws ScoringException where the file cannot be scored to its end, or what was begun was
   *     begun with something else
   */
  public ScoreState run(VersionInput input, Completion completed) throws IOException {
    ScoreState state;
    Path whole = plan.part();
    try (FileChannel part = open(plan.part());
        FileLock lock = lock(part)) {
      state =
          switch (plan.format()) {
            case JSON_LINES -> scoreJsonLines(input, part);
            case CSV -> scoreCsv(input, part);
            case PARQUET -> scoreParquet(input, part);
          };
      part.force(true);
      if (plan.format() == FileFormat.PARQUET) {
        whole = plan.wholeParquet();
        ParquetOutput.write(plan, whole);
      }
      completed.completed(state, whole);
    }
    Files.move(whole, plan.output(), StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(plan.part());
    Files.deleteIfExists(plan.stateFile());
    return state;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private FileLock lock(FileChannel part) throws IOException {
    try {
      FileLock lock = part.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // Said below.
    }
    throw new ScoringException("Another process is scoring into " + plan.output() + ".");
  }

  private ScoreState scoreJsonLines(VersionInput input, FileChannel part) throws IOException {
    try (RowInput rows = new TextInput(plan.input(), false)) {
      return scoreAll(rows, new JsonRows(input, plan.choice()), part, byteOrderMark(), 1);
    }
  }

  /** Rows become JSON Lines on their way, to which more can be added after a run was ended. */
  private ScoreState scoreParquet(VersionInput input, FileChannel part) throws IOException {
    try (ParquetInput rows = new ParquetInput(plan.input())) {
      rows.columns().requireFor(input, plan.choice());
      return scoreAll(rows, new JsonRows(input, plan.choice()), part, 0, 1);
    }
  }

  private ScoreState scoreCsv(VersionInput input, FileChannel part) throws IOException {
    long start = byteOrderMark();
    try (RowInput rows = new TextInput(plan.input(), true)) {
      RawRecord header;
      try (RowInput.Records first = rows.from(start, 1)) {
        header = first.next();
      }
      if (header == null) {
        throw new ScoringException(plan.inputName() + " has no header.");
      }
      CsvRows format = new CsvRows(CsvFields.of(header.content()), input, plan.choice());
      return scoreAll(rows, format, part, header.end(), header.nextLine());
    } catch (BrokenRowException e) {
      throw new ScoringException(plan.inputName() + ", line 1: " + e.reason());
    }
  }

  private long byteOrderMark() throws IOException {
    try (InputStream content = Files.newInputStream(plan.input())) {
      byte[] first = content.readNBytes(BYTE_ORDER_MARK.length);
      return Arrays.equals(first, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    }
  }

  private <R> ScoreState scoreAll(
      RowInput input, RowFormat<R> format, FileChannel part, long first, long firstLine)
      throws IOException {
    ScoreState state = ScoreState.load(plan.stateFile());
    try (FileChannel rejects = open(plan.rejects())) {
      if (state == null) {
        if (rejects.size() > 0) {
          throw new ScoringException(
              plan.rejects() + " is there already: name another file, or give --restart.");
        }
        state = begin(input.hashUpTo(first), first, firstLine);
      } else {
        requireSame(state, input, part, rejects);
      }
      part.truncate(state.outputBytes()).position(state.outputBytes());
      rejects.truncate(state.rejectBytes()).position(state.rejectBytes());
      long size = input.size();
      try (RowInput.Records records = input.from(state.inputBytes(), state.nextLine())) {
        ScoreState next = state;
        while (next != null) {
          state = next;
          progress.advanced(state.inputBytes(), size);
          next = new Chunk<>(format, state, input).score(records, part, rejects);
        }
      }
      if (state.rows() == 0) {
        // A table without rows has its header all the same.
        write(part, format.header(List.of()));
      }
      progress.advanced(size, size);
    }
    if (state.rejected() == 0) {
      Files.deleteIfExists(plan.rejects());
    }
    return state;
  }

  private ScoreState begin(String sha256, long firstByte, long firstLine) {
    return new ScoreState(
        plan.model(),
        plan.version(),
        plan.fingerprint(),
        firstByte,
        sha256,
        firstLine,
        0,
        0,
        0,
        0,
        0,
        List.of());
  }

  private void requireSame(ScoreState state, RowInput input, FileChannel part, FileChannel rejects)
      throws IOException {
    String begun = plan.output() + " was begun with ";
    if (!state.model().equals(plan.model()) || !state.version().equals(plan.version())) {
      throw changed(
          begun
              + "version "
              + state.version()
              + " of '"
              + state.model()
              + "', and this is version "
              + plan.version()
              + " of '"
              + plan.model()
              + "'");
    }
    if (!state.plan().equals(plan.fingerprint())) {
      throw changed(begun + "other options: " + state.plan());
    }
    String found;
    try {
      found = input.hashUpTo(state.inputBytes());
    } catch (EOFException e) {
      found = "";
    }
    if (!found.equals(state.inputSha256())) {
      throw changed(begun + "another content of " + plan.inputName());
    }
    if (part.size() < state.outputBytes() || rejects.size() < state.rejectBytes()) {
      throw changed("What was written for " + plan.output() + " is not all there any more");
    }
  }

  private static ScoringException changed(String what) {
    return new ScoringException(what + ". Begin anew with --restart, which drops what was scored.");
  }

  private static long write(FileChannel channel, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return bytes.length;
  }

  /** One chunk on its way from the input to the output. */
  private final class Chunk<R> {

    private final RowFormat<R> format;
    private final ScoreState before;
    private final RowInput input;
    private final StringBuilder rejected = new StringBuilder();
    private int rejectedRows;
    private long end;
    private long nextLine;

    Chunk(RowFormat<R> format, ScoreState before, RowInput input) {
      this.format = format;
      this.before = before;
      this.input = input;
    }

    /** The state after it; null where the input has ended. */
    @Nullable ScoreState score(RowInput.Records reader, FileChannel part, FileChannel rejects)
        throws IOException {
      List<ChunkScorer.Row<R>> rows = new ArrayList<>();
      if (!read(reader, rows)) {
        return null;
      }
      List<R> scored = new ArrayList<>(rows.size());
      List<JsonNode> predictions = new ArrayList<>(rows.size());
      new ChunkScorer<>(model, format, this::reject).score(rows, scored, predictions);
      List<String> columns = before.predictionColumns();
      long written = 0;
      if (!scored.isEmpty()) {
        if (before.rows() == 0) {
          columns = format.predictionColumns(predictions.get(0));
          written += write(part, format.header(columns));
        }
        written += write(part, format.write(scored, predictions, columns));
      }
      long rejectedBytes = write(rejects, rejected.toString());
      part.force(false);
      rejects.force(false);
      ScoreState after =
          new ScoreState(
              before.model(),
              before.version(),
              before.plan(),
              end,
              input.hashUpTo(end),
              nextLine,
              before.chunks() + 1,
              before.rows() + scored.size(),
              before.rejected() + rejectedRows,
              before.outputBytes() + written,
              before.rejectBytes() + rejectedBytes,
              columns);
      after.save(plan.stateFile());
      return after;
    }

    private boolean read(RowInput.Records reader, List<ChunkScorer.Row<R>> rows)
        throws IOException {
      int bytes = 0;
      boolean any = false;
      while (rows.size() + rejectedRows < plan.chunkRows() && bytes < MAX_CHUNK_BYTES) {
        RawRecord record = reader.next();
        if (record == null) {
          return any;
        }
        any = true;
        end = record.end();
        nextLine = record.nextLine();
        bytes += record.content().length;
        if (record.isBlank()) {
          continue;
        }
        try {
          rows.add(new ChunkScorer.Row<>(record, format.parse(record)));
        } catch (BrokenRowException e) {
          reject(record, e.reason());
        }
      }
      return true;
    }

    private void reject(RawRecord record, String reason) {
      if (!plan.skipsBroken()) {
        throw new BrokenInputException(
            plan.inputName() + ", " + input.unit() + " " + record.line() + ": " + reason);
      }
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put(input.unit(), record.line());
      line.put("reason", reason);
      line.put("record", new String(record.content(), StandardCharsets.UTF_8));
      rejected.append(line).append('\n');
      rejectedRows++;
    }
  }
}
