using System.Text;
using Azukari.Ledger;
using Azukari.Testing;

namespace Azukari.Tests.Ledger;

public sealed class CheckpointTests
{
    // From the documentation of Go's golang.org/x/mod/sumdb/note, which defines the format.
    private const string NoteKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string NotePrivate = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string NoteText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string NoteSignature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_and_signatures_are_those_of_signed_notes()
    {
        using var key = LedgerSigningKey.FromSeed("PeterNeumann", Convert.FromBase64String(NotePrivate)[1..]);

        Assert.Equal(NoteKey, key.Verifier.Text);
        Assert.True(LedgerVerifierKey.TryParse(NoteKey + "\n", out var read));
        Assert.Equal(0xc74f20a3u, read.KeyId);
        Assert.Equal(Convert.FromBase64String(NoteSignature)[4..], key.Sign(Encoding.UTF8.GetBytes(NoteText)));
    }

    [Theory]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ABpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("")]
    public void What_is_no_key_is_refused(string text) => Assert.False(LedgerVerifierKey.TryParse(text, out _));

    [Fact]
    public void A_checkpoint_has_the_published_form_and_reads_back()
    {
        using var key = LedgerSigningKey.Create("ledger.example.jp");
        var checkpoint = Checkpoint.Sign(key, "ledger.example.jp", 42, LedgerHash.LeafOf([1]));

        Assert.Matches("^ledger\\.example\\.jp\n42\n[A-Za-z0-9+/]{43}=\n\n\u2014 ledger\\.example\\.jp [A-Za-z0-9+/]+=*\n$", checkpoint.Note);
        Assert.True(Checkpoint.TryParse(checkpoint.Note, out var read));
        Assert.Equal(42, read.Size);
        Assert.True(read.IsSignedBy(key.Verifier));
        using var other = LedgerSigningKey.Create("ledger.example.jp");
        Assert.False(read.IsSignedBy(other.Verifier));
        Assert.True(Checkpoint.TryParse(checkpoint.Note.Replace("\n42\n", "\n43\n", StringComparison.Ordinal), out var changed));
        Assert.False(changed.IsSignedBy(key.Verifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n1\nAAAA\n\n\u2014 a AAAAAAAA\n")]
    [InlineData("a\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 a AAAAAAAA\n")]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n- a AAAAAAAA\n")]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    public void What_is_no_checkpoint_is_refused(string note) => Assert.False(Checkpoint.TryParse(note, out _));

    [Fact]
    public async Task The_private_key_is_made_once_and_is_its_owners_alone()
    {
        var folder = TestRun.NewFolder("keys");
        string text;
        using (var made = await LedgerSigningKey.LoadOrCreateAsync(folder, "ledger.example.jp", Cancel))
            text = made.Verifier.Text;

        using var again = await LedgerSigningKey.LoadOrCreateAsync(folder, "ledger.example.jp", Cancel);
        Assert.Equal(text, again.Verifier.Text);
        Assert.Equal(text, (await LedgerVerifierKey.LoadAsync(Path.Combine(folder, LedgerSigningKey.PublicFileName), Cancel)).Text);
        var file = Path.Combine(folder, LedgerSigningKey.FileName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await Assert.ThrowsAsync<FormatException>(() => LedgerSigningKey.LoadOrCreateAsync(folder, "other.example.jp", Cancel));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => LedgerSigningKey.LoadOrCreateAsync(folder, "ledger.example.jp", Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(90)]
    [InlineData(149)]
    public async Task A_torn_last_checkpoint_is_cut_before_the_next_is_appended(int torn)
    {
        using var key = LedgerSigningKey.Create("ledger.example.jp");
        var folder = TestRun.NewFolder("checkpoints");
        var notes = Enumerable.Range(1, 4).Select(size => Checkpoint.Sign(key, "ledger.example.jp", size, LedgerHash.EmptyRoot())).ToArray();
        await CheckpointFile.AppendAsync(folder, notes[0], TimeProvider.System, Cancel);
        await CheckpointFile.AppendAsync(folder, notes[1], TimeProvider.System, Cancel);
        await File.AppendAllTextAsync(CheckpointFile.In(folder), notes[2].Note[..torn], Cancel);

        Assert.Equal(notes[1], await CheckpointFile.LastAsync(folder, Cancel));
        await CheckpointFile.AppendAsync(folder, notes[3], TimeProvider.System, Cancel);

        var read = new List<Checkpoint?>();
        await foreach (var (_, checkpoint) in CheckpointFile.ReadAsync(CheckpointFile.In(folder), Cancel))
            read.Add(checkpoint);
        Assert.Equal([notes[0], notes[1], notes[3]], read);
        Assert.Equal(notes[3], await CheckpointFile.LastAsync(folder, Cancel));
    }

    [Fact]
    public async Task Who_reads_the_checkpoints_neither_holds_up_the_next_nor_is_turned_away_by_it()
    {
        using var key = LedgerSigningKey.Create("ledger.example.jp");
        var folder = TestRun.NewFolder("checkpoints");
        await CheckpointFile.AppendAsync(folder, Checkpoint.Sign(key, "ledger.example.jp", 1, LedgerHash.EmptyRoot()), TimeProvider.System, Cancel);

        await using var verification = CheckpointFile.ReadAsync(CheckpointFile.In(folder), Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await verification.MoveNextAsync()); // and stays open, as one that takes an hour does

        var writing = Task.Run(async () =>
        {
            for (var size = 2; size <= 60; size++)
                await CheckpointFile.AppendAsync(folder, Checkpoint.Sign(key, "ledger.example.jp", size, LedgerHash.EmptyRoot()), TimeProvider.System, Cancel);
        }, Cancel);
        var last = 0L;
        while (!writing.IsCompleted)
        {
            var seen = (await CheckpointFile.LastAsync(folder, Cancel))!.Size;
            Assert.True(seen >= last);
            last = seen;
        }
        await writing;
        Assert.Equal(60, (await CheckpointFile.LastAsync(folder, Cancel))!.Size);
    }
}
