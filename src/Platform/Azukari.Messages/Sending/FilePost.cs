using Azukari.Company.Settings;
using MimeKit;

namespace Azukari.Messages.Sending;

/// <summary>Writes each letter to a file of its own, for those who build the program or try it: mode 0600, named by the message, whole or not at all.</summary>
internal sealed class FilePost(string folder) : IPost
{
    public async Task<PostAnswer> HandAsync(MimeMessage letter, CancellationToken cancel)
    {
        try
        {
            PrivateFiles.CreateFolder(folder);
            var name = letter.MessageId!.Split('@')[0];
            // The same letter handed over again is the same file.
            var file = Path.Combine(folder, name + ".eml");
            var draft = file + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(draft, options)) await letter.WriteToAsync(stream, cancel);
            File.Move(draft, file, overwrite: true);
            return new PostAnswer(PostOutcome.Taken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new PostAnswer(PostOutcome.Away, "folder-not-written");
        }
    }

    public Task RestAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
