using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;

namespace Azukari.Tests.Cli;

/// <summary>Documents at the terminal, on sample people: taken in, listed, read into a file, removed.</summary>
public sealed class DocumentTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string[] ForConsultation = ["--purpose", "purpose.member.6", "--as", "staff.customer-service", "--case", "inquiry-31"];

    [Theory, EngineData]
    public async Task A_document_is_taken_in_listed_read_and_removed(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[8];
        var (content, out1) = (Pdf(200_000), Path.Combine(desk.Data, "..", $"read-{engine}.pdf"));
        var file = Path.Combine(desk.Data, "..", $"{CanaryWords.FamilyName}様 {engine}.pdf");
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);

        var added = (await desk.Azukari.RunAsync("documents", "add", "--item", "consultation", "--channel", "inquiry", "--case", "inquiry-31", subject, file)).Exits(0);
        File.Delete(file); // a file somebody has is not the program's
        var document = added.Lines[0].Split(' ')[^1];
        Assert.Contains("200,000 bytes", added.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, added.Out + added.Err, StringComparison.Ordinal);

        Assert.Contains(document, (await desk.Azukari.RunAsync("documents", "list", subject)).Exits(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, (await desk.Azukari.RunAsync("documents", "list", "--json", subject)).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains(CanaryWords.FamilyName, (await desk.Azukari.RunAsync(["documents", "list", .. ForConsultation, subject])).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("item-beyond-purpose", (await desk.Azukari.RunAsync("documents", "list", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--case", "order-1", subject)).Exits(3).Err, StringComparison.Ordinal);

        (await desk.Azukari.RunAsync(["documents", "read", .. ForConsultation, "--out", out1, subject, document])).Exits(0);
        Assert.Equal(content, await File.ReadAllBytesAsync(out1, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Modes.Of(out1));
        (await desk.Azukari.RunAsync(["documents", "read", .. ForConsultation, "--out", out1, subject, document])).Exits(2); // never over a file
        File.Delete(out1);
        Assert.Contains("item-beyond-purpose", (await desk.Azukari.RunAsync("documents", "read", "--purpose", "purpose.member.2", "--as", "staff.shipping", "--case", "order-1", "--out", out1, subject, document)).Exits(3).Err, StringComparison.Ordinal);
        Assert.False(File.Exists(out1));

        (await desk.Azukari.RunAsync("documents", "remove", subject, document)).Exits(2); // not without a word
        (await desk.Azukari.RunAsync("documents", "remove", "--yes", "--reason", "old", subject, document)).Exits(2);
        Assert.Contains("records of dealings", (await desk.Azukari.RunAsync("documents", "remove", "--yes", "--case", "request-21", subject, document)).Exits(3).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("documents", "remove", "--yes", "--reason", "untrue", "--case", "request-21", subject, document)).Exits(0);
        (await desk.Azukari.RunAsync(["documents", "read", .. ForConsultation, subject, document])).Exits(4);
        var history = (await desk.Azukari.RunAsync("history", "--json", subject)).Exits(0).Out;
        Assert.Contains("\"case\":\"request-21\"", history, StringComparison.Ordinal);
        Assert.DoesNotContain(document, history, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Content_goes_through_pipes_and_an_erasure_counts_it(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[9];
        var content = Pdf(70_000);

        var added = (await desk.Azukari.RunBytesAsync(content, null, "documents", "add", "--item", "consultation", "--type", "application/pdf", subject)).Exits(0);
        using var read = new MemoryStream();
        var outcome = (await desk.Azukari.RunBytesAsync([], read, ["documents", "read", .. ForConsultation, subject, added.Lines[0].Split(' ')[^1]])).Exits(0);

        Assert.Equal(content, read.ToArray());
        Assert.Contains("entry", outcome.Err, StringComparison.Ordinal);
        Assert.Matches(@"documents\s+keys of 1 destroyed", (await desk.Azukari.RunAsync("erase", "--yes", subject)).Exits(0).Out);
    }

    [Theory, EngineData]
    public async Task What_is_wrong_is_said_in_both_languages_and_by_its_exit_code(StoreEngine engine)
    {
        var desk = await sample.DeskAsync(engine);
        var subject = (await desk.SubjectsAsync("agent"))[10];
        Task<Outcome> AddAsync(params string[] more) => desk.Azukari.RunBytesAsync("<html>"u8.ToArray(), null, ["documents", "add", .. more, subject]);

        Assert.Contains("--type", (await AddAsync("--item", "consultation")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("application/pdf", (await AddAsync("--item", "consultation", "--type", "text/html")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("does not begin", (await AddAsync("--item", "consultation", "--type", "application/pdf")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("先頭", (await AddAsync("--item", "consultation", "--type", "application/pdf", "--lang", "ja")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("--channel", (await AddAsync("--item", "consultation", "--type", "text/plain", "--channel", "pigeon")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("no documents", (await AddAsync("--item", "name", "--type", "text/plain")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("special-care-without-consent", (await AddAsync("--item", "health", "--type", "text/plain")).Exits(3).Err, StringComparison.Ordinal);
        Assert.Contains("DOCUMENT", (await desk.Azukari.RunAsync(["documents", "read", .. ForConsultation, subject, "x"])).Exits(2).Err, StringComparison.Ordinal);
        (await desk.Azukari.RunAsync("documents", "list", new string('a', 32))).Exits(4);
        Assert.Contains("no documents", (await desk.Azukari.RunAsync("documents", "list", subject)).Exits(0).Err, StringComparison.Ordinal);
    }

    private static byte[] Pdf(int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 7) + (i >> 8));
        "%PDF-1.7"u8.CopyTo(content);
        return content;
    }
}
