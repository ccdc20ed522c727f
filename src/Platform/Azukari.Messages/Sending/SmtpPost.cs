using System.Globalization;
using System.Net.Sockets;
using Azukari.Company.Settings;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Azukari.Messages.Sending;

/// <summary>Hands letters to an SMTP server over a connection that is kept while there is something to send.</summary>
internal sealed class SmtpPost(SmtpSettings settings, Func<string?> password, TimeSpan patience) : IPost
{
    private readonly SmtpClient _client = new() { Timeout = (int)patience.TotalMilliseconds, LocalDomain = "azukari.invalid" };

    public async Task<PostAnswer> HandAsync(MimeMessage letter, CancellationToken cancel)
    {
        var under = new Underway();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(patience);
        try
        {
            await ConnectAsync(time.Token);
            await _client.SendAsync(letter, time.Token, under);
            return new PostAnswer(PostOutcome.Taken);
        }
        catch (SmtpCommandException answer)
        {
            return Read(answer);
        }
        catch (Exception fault) when (fault is AuthenticationException or ServiceNotAuthenticatedException)
        {
            return new PostAnswer(PostOutcome.Away, "smtp-sign-in");
        }
        catch (Exception fault) when (fault is SslHandshakeException or NotSupportedException)
        {
            await DropAsync();
            return new PostAnswer(PostOutcome.Away, "smtp-tls");
        }
        catch (Exception fault) when (fault is IOException or SocketException or ProtocolException or TimeoutException or OperationCanceledException or ServiceNotConnectedException)
        {
            await DropAsync();
            var code = fault is OperationCanceledException or TimeoutException ? "smtp-timeout" : "smtp-away";
            return new PostAnswer(under.Way ? PostOutcome.Unknown : PostOutcome.Away, code);
        }
    }

    public async Task RestAsync()
    {
        if (!_client.IsConnected) return;
        try
        {
            using var time = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _client.DisconnectAsync(quit: true, time.Token);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ProtocolException or OperationCanceledException or TimeoutException)
        {
            // gone already
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RestAsync();
        _client.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (!_client.IsConnected)
        {
            await _client.ConnectAsync(settings.Host, settings.Port, settings.Security switch
            {
                SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.None => SecureSocketOptions.None,
            }, cancel);
        }

        if (settings.Login is { } login && !_client.IsAuthenticated) await _client.AuthenticateAsync(login, password() ?? "", cancel);
    }

    // MAIL and RCPT are about this letter's sender and receiver; the connection stays usable, and what was begun is taken back.
    private static PostAnswer Read(SmtpCommandException answer)
    {
        var status = (int)answer.StatusCode;
        var code = string.Create(CultureInfo.InvariantCulture, $"smtp-{status}");
        if (status == 421) return new PostAnswer(PostOutcome.Away, code);
        if (answer.ErrorCode == SmtpErrorCode.SenderNotAccepted) return new PostAnswer(status >= 500 ? PostOutcome.Away : PostOutcome.Later, code);
        return new PostAnswer(status >= 500 ? PostOutcome.Refused : PostOutcome.Later, code);
    }

    private async Task DropAsync()
    {
        try
        {
            using var time = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            if (_client.IsConnected) await _client.DisconnectAsync(quit: false, time.Token);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            // it is gone, which was wanted
        }
    }

    /// <summary>Knows whether any of the content has left.</summary>
    private sealed class Underway : ITransferProgress
    {
        public bool Way { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Way = true;

        public void Report(long bytesTransferred) => Way = true;
    }
}
