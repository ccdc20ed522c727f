using System.Text;

namespace Azukari.Cli.Terminal;

/// <summary>Reads what somebody types without showing it, as for a password: a person's telephone number is nobody else's either.</summary>
internal static class Keyboard
{
    public static string ReadHidden()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = System.Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    System.Console.Error.WriteLine();
                    return text.ToString();
                case ConsoleKey.Backspace:
                    if (text.Length > 0) text.Length--;
                    break;
                default:
                    if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
                    break;
            }
        }
    }
}
