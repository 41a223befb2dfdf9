package io.firenet.launcher.host;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Makes {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} in a plugin's classes
 * throw a {@link SecurityException}: what a plugin gives up is its own work, not the program. It
 * keeps mistakes apart, not malice; reflection gets around it.
 */
final class ExitBan implements WeavingHook {

  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String BANNED = "$firenetBannedExit";
  private static final String OF_SYSTEM = "(I)V";
  private static final String OF_RUNTIME = "(Ljava/lang/Runtime;I)V";

  @Override
  public void weave(WovenClass woven) {
    byte[] original = woven.getBytes();
    if (!mayExit(original)) {
      return;
    }
    try {
      ClassReader reader = new ClassReader(original);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Banning(writer), 0);
      woven.setBytes(writer.toByteArray());
    } catch (RuntimeException e) {
      return; // of a Java that is not known here, or damaged: its loader will say
    }
  }

  private static boolean mayExit(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return (text.contains(SYSTEM) || text.contains(RUNTIME))
        && (text.contains("exit") || text.contains("halt"));
  }

  private static boolean isExit(String owner, String name, String descriptor) {
    return descriptor.equals("(I)V")
        && ((owner.equals(SYSTEM) && name.equals("exit"))
            || (owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt"))));
  }

  private static String descriptor(String owner) {
    return owner.equals(SYSTEM) ? OF_SYSTEM : OF_RUNTIME;
  }

  private static final class Banning extends ClassVisitor {

    private String type = "";
    private boolean isInterface;

    Banning(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      type = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String types, boolean ofInterface) {
          if (isExit(owner, called, types)) {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC, type, BANNED, descriptor(owner), isInterface);
          } else {
            super.visitMethodInsn(opcode, owner, called, types, ofInterface);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String types, Handle bootstrap, Object... arguments) {
          Object[] changed = arguments.clone();
          for (int i = 0; i < changed.length; i++) {
            if (changed[i] instanceof Handle handle
                && isExit(handle.getOwner(), handle.getName(), handle.getDesc())) {
              changed[i] =
                  new Handle(
                      Opcodes.H_INVOKESTATIC,
                      type,
                      BANNED,
                      descriptor(handle.getOwner()),
                      isInterface);
            }
          }
          super.visitInvokeDynamicInsn(called, types, bootstrap, changed);
        }
      };
    }

    @Override
    public void visitEnd() {
      addThrowing(OF_SYSTEM, 1);
      addThrowing(OF_RUNTIME, 2);
      super.visitEnd();
    }

    private void addThrowing(String descriptor, int parameters) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      MethodVisitor method = cv.visitMethod(access, BANNED, descriptor, null, null);
      String exception = "java/lang/SecurityException";
      method.visitCode();
      method.visitTypeInsn(Opcodes.NEW, exception);
      method.visitInsn(Opcodes.DUP);
      method.visitLdcInsn("a plugin may not end the program (System.exit, Runtime.halt)");
      method.visitMethodInsn(
          Opcodes.INVOKESPECIAL, exception, "<init>", "(Ljava/lang/String;)V", false);
      method.visitInsn(Opcodes.ATHROW);
      method.visitMaxs(3, parameters);
      method.visitEnd();
    }
  }
}
