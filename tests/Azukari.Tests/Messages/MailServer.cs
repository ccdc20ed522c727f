using System.Diagnostics;
using System.Globalization;
using Azukari.Company.Settings;
using Azukari.Messages.Sending;
using Azukari.Testing;
using Azukari.Tests.Architecture;
using MimeKit;

namespace Azukari.Tests.Messages;

/// <summary>A mail server in a process of its own (aiosmtpd), which behaves as the test says.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly string _folder = TestRun.NewFolder("mail-server");
    private Process? _process;

    public int Port { get; private set; }

    public static async Task<MailServer> StartAsync(string mode = "take")
    {
        var server = new MailServer();
        server.Behave(mode);
        await server.UpAsync();
        return server;
    }

    public void Behave(string mode) => File.WriteAllText(Path.Combine(_folder, "mode"), mode);

    /// <summary>Starts it, on the port it had.</summary>
    public async Task UpAsync()
    {
        var script = Path.Combine(Repository.Root, "tests", "Azukari.Tests", "Messages", "smtp_server.py");
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, _folder, Port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException("The mail server did not start: apt-get install python3-aiosmtpd");
        Port = int.Parse(line, CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it.</summary>
    public async Task DownAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <summary>What it took, in the order taken.</summary>
    public IReadOnlyList<MimeMessage> Letters() => [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))];

    public IPost Post(double patience = 10, SmtpSecurity security = SmtpSecurity.None) =>
        new SmtpPost(new SmtpSettings("127.0.0.1", Port, security), () => null, TimeSpan.FromSeconds(patience));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await DownAsync();
        TestRun.DropFolder(_folder);
    }
}

/// <summary>A post at which the process ends: before or after the server has the letter.</summary>
internal sealed class CrashingPost(IPost post, bool after) : IPost
{
    public async Task<PostAnswer> HandAsync(MimeMessage letter, CancellationToken cancel)
    {
        if (after) await post.HandAsync(letter, cancel);
        throw new ProcessEnded();
    }

    public Task RestAsync() => post.RestAsync();

    public ValueTask DisposeAsync() => post.DisposeAsync();
}

/// <summary>Stands for a process that ended amid its work: nothing after it runs.</summary>
internal sealed class ProcessEnded : Exception;
